namespace TrmLab.Core.Runs;

/// <summary>Makes a run directory that nobody trains in.</summary>
public static class ReadOnlyRun
{
    /// <summary>Writes the run in one piece: under another name until it is complete.</summary>
    /// <param name="target">The run's directory, not there yet.</param>
    /// <param name="write">Fills the directory that it is given.</param>
    /// <exception cref="InputException">The target exists, or it cannot be written.</exception>
    public static void Write(RunDirectory target, Action<RunDirectory> write)
    {
        if (Directory.Exists(target.Root)) throw new InputException($"{target.Root}: exists already; choose another directory");
        var temporary = RunDirectory.At(Path.Combine(Path.GetDirectoryName(target.Root)!, $"{DurableFile.TemporaryPrefix}{target.Id}"));
        try
        {
            // What a killed writer left: its log would be appended to.
            if (Directory.Exists(temporary.Root)) Directory.Delete(temporary.Root, recursive: true);
            Directory.CreateDirectory(temporary.Root);
            write(temporary);
            Directory.Move(temporary.Root, target.Root);
        }
        catch (Exception e)
        {
            if (Directory.Exists(temporary.Root)) Directory.Delete(temporary.Root, recursive: true);
            if (e is IOException or UnauthorizedAccessException) throw new InputException($"{target.Root}: cannot be written ({e.Message})", e);
            throw;
        }
    }
}
