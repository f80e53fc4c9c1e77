namespace TrmLab.Faults.Fuzzing;

/// <summary>Something that reads bytes from outside.</summary>
/// <param name="Name">The word on the command line.</param>
/// <param name="Reads">What is read, for people.</param>
/// <param name="Corpus">Good inputs, which are damaged; made anew at each call.</param>
/// <param name="Open">Makes a reader in a folder of its own.</param>
public sealed record FuzzTarget(string Name, string Reads, Func<IReadOnlyList<byte[]>> Corpus, Func<string, FuzzReader> Open);

/// <summary>
/// Reads one input after the other. A refusal is an <see cref="TrmLab.Core.InputException"/> with one line; everything else that is thrown is a defect.
/// </summary>
public abstract class FuzzReader : IDisposable
{
    /// <summary>Threads that may read at once.</summary>
    public virtual int Threads => 1;

    /// <summary>Reads an input.</summary>
    public abstract void Read(byte[] input);

    /// <summary>Looks whether whoever reads is still well; called now and then.</summary>
    public virtual void CheckHealth()
    {
    }

    public virtual void Dispose() => GC.SuppressFinalize(this);
}

/// <summary>A reader of this process, by a function.</summary>
internal sealed class ReaderOf(Action<byte[]> read) : FuzzReader
{
    public override void Read(byte[] input) => read(input);

    /// <summary>A reader of a file of the given name in <paramref name="folder"/>.</summary>
    public static ReaderOf File(string folder, string name, Action<string> read, Func<byte[], byte[]>? wrap = null)
    {
        var path = Path.Combine(folder, name);
        return new ReaderOf(input =>
        {
            System.IO.File.WriteAllBytes(path, wrap?.Invoke(input) ?? input);
            read(path);
        });
    }
}
