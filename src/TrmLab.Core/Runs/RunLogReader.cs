namespace TrmLab.Core.Runs;

/// <summary>A line of the log and where it ends.</summary>
/// <param name="Event">The event, or null for a line that is none; readers count and skip those.</param>
/// <param name="EndOffset">Offset of the byte behind the line's end: where to go on.</param>
public readonly record struct LoggedEvent(RunEvent? Event, long EndOffset);

/// <summary>Reads a log that somebody may be writing: whole lines only, from any line's end.</summary>
public static class RunLogReader
{
    private const int LongestLine = 16 * 1024 * 1024;

    /// <summary>Events from <paramref name="offset"/> to the last complete line; none if the file is missing or shorter than the offset.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IEnumerable<LoggedEvent> Read(string path, long offset = 0)
    {
        if (!File.Exists(path)) yield break;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        if (offset > stream.Length) yield break;
        stream.Position = offset;
        var buffer = new byte[64 * 1024];
        var filled = 0;
        while (true)
        {
            if (filled == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
            if (buffer.Length > LongestLine) throw new IOException($"{path}: a line at offset {offset} is longer than {LongestLine} bytes: not a run log");
            var read = stream.Read(buffer, filled, buffer.Length - filled);
            if (read == 0) yield break;
            filled += read;

            var start = 0;
            while (Array.IndexOf(buffer, (byte)'\n', start, filled - start) is var end and >= 0)
            {
                offset += end + 1 - start;
                yield return new LoggedEvent(RunEventJson.Read(buffer.AsSpan(start, end - start)), offset);
                start = end + 1;
            }

            filled -= start;
            Buffer.BlockCopy(buffer, start, buffer, 0, filled);
        }
    }
}
