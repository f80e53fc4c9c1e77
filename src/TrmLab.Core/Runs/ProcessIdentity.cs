using System.Diagnostics;
using System.Text.Json.Serialization;

namespace TrmLab.Core.Runs;

/// <summary>Which process: the id alone is reused by the system, with start time and boot id it is unique.</summary>
public sealed record ProcessIdentity
{
    // Declared first: static members are initialised in the order of the text.
    private static readonly string ThisBoot = ReadBootId();

    [JsonPropertyName("pid")] public int Pid { get; init; }

    /// <summary>Unix time in milliseconds at which the process started.</summary>
    [JsonPropertyName("started")] public long Started { get; init; }

    /// <summary>The kernel's id of this boot; empty where there is none.</summary>
    [JsonPropertyName("boot_id")] public string BootId { get; init; } = "";

    [JsonPropertyName("host")] public string Host { get; init; } = "";

    /// <summary>This process.</summary>
    public static ProcessIdentity Current { get; } = new()
    {
        Pid = Environment.ProcessId,
        Started = StartOf(Process.GetCurrentProcess()),
        BootId = ThisBoot,
        Host = Environment.MachineName,
    };

    /// <summary>True if exactly this process runs on this machine now.</summary>
    public bool IsAlive()
    {
        if (Host != Environment.MachineName || BootId != ThisBoot) return false;
        try
        {
            using var process = Process.GetProcessById(Pid);
            return !process.HasExited && Math.Abs(StartOf(process) - Started) <= 50;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static long StartOf(Process process) => new DateTimeOffset(process.StartTime.ToUniversalTime()).ToUnixTimeMilliseconds();

    private static string ReadBootId()
    {
        const string Path = "/proc/sys/kernel/random/boot_id";
        try
        {
            return File.Exists(Path) ? File.ReadAllText(Path).Trim() : "";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
