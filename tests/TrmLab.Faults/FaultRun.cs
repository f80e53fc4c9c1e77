using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace TrmLab.Faults;

/// <summary>One go at a fault: how often, where, and what happened so far.</summary>
public sealed class FaultRun(int count, bool isShort, int seed, Action<string> log) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("trmlab-fault-");

    /// <summary>How often.</summary>
    public int Count { get; } = count;

    /// <summary>Within continuous integration, where other programs run beside it and no time is promised.</summary>
    public bool IsShort { get; } = isShort;

    /// <summary>Draws the moments.</summary>
    public Random Random { get; } = new(seed);

    /// <summary>A path in the go's own folder.</summary>
    public string this[string name] => Path.Combine(_folder.FullName, name);

    /// <summary>How long something that takes <paramref name="seconds"/> may take here.</summary>
    public TimeSpan Limit(double seconds) => TimeSpan.FromSeconds(IsShort ? Math.Max(60, seconds) : seconds);

    /// <summary>A random time.</summary>
    public Task PauseAsync(double mostSeconds) => Task.Delay(TimeSpan.FromSeconds(Random.NextDouble() * mostSeconds));

    /// <summary>Says how far it is.</summary>
    public void Say(string text) => log(text);

    /// <summary>Ends the go if a promise does not hold.</summary>
    public static void Require([DoesNotReturnIf(false)] bool holds, string message)
    {
        if (!holds) throw new FaultFailure(message);
    }

    /// <summary>Waits for something to become true; returns how long that took.</summary>
    public static async Task<TimeSpan> UntilAsync(Func<Task<bool>> reached, TimeSpan limit, Func<string> otherwise)
    {
        var clock = Stopwatch.StartNew();
        while (!await reached())
        {
            Require(clock.Elapsed < limit, $"not within {limit.TotalSeconds:0} s: {otherwise()}");
            await Task.Delay(20);
        }

        return clock.Elapsed;
    }

    /// <inheritdoc cref="UntilAsync(Func{Task{bool}}, TimeSpan, Func{string})"/>
    public static Task<TimeSpan> UntilAsync(Func<bool> reached, TimeSpan limit, Func<string> otherwise) => UntilAsync(() => Task.FromResult(reached()), limit, otherwise);

    public void Dispose()
    {
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A program that is just ending may still write; the folder is in the temporary one.
        }
    }
}
