using System.Text.Json;
using TrmLab.Core;

namespace TrmLab.Web.Hosting;

/// <summary>
/// One dashboard per data folder: a file lock that the kernel drops with the process. Who has it stands in a file of its own, since
/// a locked file cannot be opened.
/// </summary>
public sealed class ServerLock : IDisposable
{
    private readonly FileStream _file;

    private readonly string _holder;

    private ServerLock(FileStream file, string holder)
    {
        _file = file;
        _holder = holder;
    }

    /// <summary>Takes the folder.</summary>
    /// <exception cref="InputException">Another dashboard serves it, or the folder cannot be written.</exception>
    public static ServerLock Take(LabData data)
    {
        try
        {
            Directory.CreateDirectory(data.Runs);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{data.Root}: cannot create the data folder: {e.Message}; set TRMLAB_DATA or Lab:DataRoot to a folder that can be written", e);
        }

        try
        {
            return new ServerLock(new FileStream(data.ServerLock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), data.ServerHolder);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new InputException($"{data.ServerLock}: {e.Message}; set TRMLAB_DATA or Lab:DataRoot to a folder that can be written", e);
        }
        catch (IOException e)
        {
            throw new InputException($"{data.Root}: already served by another dashboard{Holder(data)}; use that one, or stop it first", e);
        }
    }

    /// <summary>Writes down where this dashboard answers, for the message of a second one.</summary>
    public void Announce(string url)
    {
        File.WriteAllBytes(_holder + ".tmp", JsonSerializer.SerializeToUtf8Bytes(new { pid = Environment.ProcessId, url }));
        File.Move(_holder + ".tmp", _holder, overwrite: true);
    }

    public void Dispose()
    {
        File.Delete(_holder);
        _file.Dispose();
    }

    private static string Holder(LabData data)
    {
        try
        {
            using var text = JsonDocument.Parse(File.ReadAllBytes(data.ServerHolder));
            return $" (process {text.RootElement.GetProperty("pid").GetInt32()}, {text.RootElement.GetProperty("url").GetString()})";
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException or KeyNotFoundException or InvalidOperationException)
        {
            return "";
        }
    }
}
