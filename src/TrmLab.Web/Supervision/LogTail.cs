using System.Text;
using TrmLab.Core.Runs;

namespace TrmLab.Web.Supervision;

/// <summary>The end of a text file that somebody may be writing.</summary>
public static class LogTail
{
    /// <summary>At most <paramref name="count"/> last lines from the last <paramref name="bytes"/> bytes; empty if there is no such file.</summary>
    public static IReadOnlyList<string> Lines(string path, int count, int bytes = 64 * 1024)
    {
        try
        {
            if (RunDirectory.IsLink(path)) return [];
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var start = Math.Max(0, file.Length - bytes);
            file.Position = start;
            var buffer = new byte[file.Length - start];
            var text = Encoding.UTF8.GetString(buffer, 0, file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false));
            var lines = text.Split('\n').Select(l => l[(l.TrimEnd('\r').LastIndexOf('\r') + 1)..].TrimEnd()).ToList();
            if (start > 0) lines.RemoveAt(0);
            if (lines is [.., ""]) lines.RemoveAt(lines.Count - 1);
            return [.. lines.TakeLast(count)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The last line with something on it, at most 500 characters of it; empty if there is none.</summary>
    public static string LastWords(string path)
    {
        var line = Lines(path, 50).LastOrDefault(l => l.Trim().Length > 0)?.Trim() ?? "";
        return line.Length <= 500 ? line : line[..500] + "...";
    }
}
