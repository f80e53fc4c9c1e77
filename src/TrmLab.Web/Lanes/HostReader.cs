using System.Globalization;
using TrmLab.Web.Components.Controls;
using TrmLab.Web.Hosting;

namespace TrmLab.Web.Lanes;

/// <summary>Processors, memory and disk of this machine: from <c>/proc</c>, where there is one, and the drive of the data folder.</summary>
public sealed class HostReader(LabData data)
{
    // Over shorter times the share of busy ticks (10 ms each) is noise.
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private (long Busy, long Total, DateTime Time)? _ticks;
    private double? _busy;

    /// <summary>The figures now; those that this system does not tell are left out.</summary>
    public LaneReading Read()
    {
        var figures = new List<LaneFigure>();
        if (Busy() is { } busy) figures.Add(new LaneFigure($"Utilisation of {Environment.ProcessorCount} cores", Text(busy * 100, "0") + " %", busy));
        if (Memory() is { } memory) figures.Add(Amount("Memory", memory.Used, memory.Total));
        if (Disk() is { } disk) figures.Add(new LaneFigure("Disk of the data folder", $"{Show.Bytes(disk.Free)} free of {Show.Bytes(disk.Total)}", 1 - (disk.Free / (double)disk.Total)));
        return new LaneReading(figures, []);
    }

    /// <summary>Bytes free for this user, and in all, on the drive of the data folder; null if the system does not tell.</summary>
    public (long Free, long Total)? Disk()
    {
        try
        {
            var drive = new DriveInfo(data.Root);
            return (drive.AvailableFreeSpace, drive.TotalSize);
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static (long Used, long Total)? Memory()
    {
        var lines = Lines("/proc/meminfo");
        return Kibibytes(lines, "MemTotal:") is { } total && Kibibytes(lines, "MemAvailable:") is { } available ? (total - available, total) : null;
    }

    private double? Busy()
    {
        if (Lines("/proc/stat") is not [var first, ..] || !first.StartsWith("cpu ", StringComparison.Ordinal)) return null;
        // user nice system idle iowait irq softirq steal; what follows is part of user and nice already.
        var ticks = first.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8).Select(t => long.Parse(t, CultureInfo.InvariantCulture)).ToArray();
        var (total, busy) = (ticks.Sum(), ticks.Sum() - ticks[3] - ticks[4]);
        lock (_gate)
        {
            if (_ticks is { } before && DateTime.UtcNow - before.Time >= Shortest && total > before.Total)
            {
                _busy = Math.Clamp((busy - before.Busy) / (double)(total - before.Total), 0, 1);
                _ticks = (busy, total, DateTime.UtcNow);
            }

            _ticks ??= (busy, total, DateTime.UtcNow);
            return _busy;
        }
    }

    private static LaneFigure Amount(string name, long used, long total) => new(name, $"{Show.Bytes(used)} / {Show.Bytes(total)}", used / (double)total);

    private static long? Kibibytes(IEnumerable<string> lines, string key) =>
        lines.FirstOrDefault(l => l.StartsWith(key, StringComparison.Ordinal)) is { } line
        && long.TryParse(line[key.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n * 1024 : null;

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static string[] Lines(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllLines(path) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
