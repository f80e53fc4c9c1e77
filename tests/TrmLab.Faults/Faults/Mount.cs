using System.Diagnostics;

namespace TrmLab.Faults.Faults;

/// <summary>A small file system in memory, which can be filled to the last byte. Needs root on Linux.</summary>
internal sealed class Mount : IDisposable
{
    private readonly string _path;

    private Mount(string path) => _path = path;

    /// <summary>Mounts one.</summary>
    /// <exception cref="FaultSkipped">It cannot be mounted here.</exception>
    public static Mount Small(string path, string size)
    {
        Directory.CreateDirectory(path);
        if (!OperatingSystem.IsLinux() || Run("mount", "-t", "tmpfs", "-o", $"size={size},mode=777", "none", path) != 0) throw new FaultSkipped("a file system can be mounted by root on Linux only");
        return new Mount(path);
    }

    /// <summary>Gives it another size.</summary>
    public void Resize(string size) => Run("mount", "-o", $"remount,size={size}", _path);

    /// <summary>Takes all room that is left.</summary>
    public string Fill()
    {
        var path = Path.Combine(_path, "ballast");
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 0);
        var block = new byte[4096];
        try
        {
            while (true) file.Write(block);
        }
        catch (IOException)
        {
            return path;
        }
    }

    public void Dispose() => Run("umount", "-l", _path);

    /// <summary>Runs a system program; its exit code.</summary>
    public static int Run(string program, params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
