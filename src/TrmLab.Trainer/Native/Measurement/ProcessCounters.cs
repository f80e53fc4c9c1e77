using System.Diagnostics;
using System.Globalization;

namespace TrmLab.Trainer.Native.Measurement;

/// <summary>What the operating system counts for this process.</summary>
internal readonly record struct ProcessCounters(long PageFaults, double PeakMemoryMb)
{
    // Fields of /proc/self/stat after the command's name.
    private const int MinorFaults = 7;

    public static ProcessCounters Now()
    {
        using var process = Process.GetCurrentProcess();
        return new ProcessCounters(Faults(), process.PeakWorkingSet64 / 1e6);
    }

    // The name, in parentheses, may contain spaces.
    private static long Faults()
    {
        if (!File.Exists("/proc/self/stat"))
            return 0;
        var stat = File.ReadAllText("/proc/self/stat");
        return long.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[MinorFaults], CultureInfo.InvariantCulture);
    }
}
