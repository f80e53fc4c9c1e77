using System.Diagnostics;

namespace TrmLab.Web.Tests.Support;

/// <summary>A file in a pipe's place: whoever reads it waits until it is let go.</summary>
internal sealed class SlowFile : IDisposable
{
    private readonly string _path;
    private readonly byte[] _content;
    private bool _gone;

    public SlowFile(string path)
    {
        (_path, _content) = (path, File.ReadAllBytes(path));
        File.Delete(path);
        using var make = Process.Start("mkfifo", [path]);
        make.WaitForExit();
    }

    /// <summary>Gives the reader its content.</summary>
    public async Task LetGoAsync()
    {
        _gone = true;
        await File.WriteAllBytesAsync(_path, _content);
    }

    public void Dispose()
    {
        // A reader that still waits would keep its thread for ever.
        if (!_gone) File.WriteAllBytes(_path, _content);
    }
}
