using System.Globalization;
using System.Text.RegularExpressions;

namespace TrmLab.Faults.Faults;

/// <summary>Follows system calls and knows what a power cut would have left at each.</summary>
internal sealed partial class DiskOrder(string root)
{
    private const string Temporary = ".tmp-";

    private readonly HashSet<string> _synced = [];
    private readonly Dictionary<string, string> _unsynced = [];
    private double _now;
    private double? _writtenAt;

    /// <summary>Renames from a temporary to a final name that were seen.</summary>
    public int Moves { get; private set; }

    /// <summary>Checkpoint events that were written.</summary>
    public int CheckpointEvents { get; private set; }

    /// <summary>Files that were opened.</summary>
    public int Opened { get; private set; }

    /// <summary>Seconds that a line of the log waited for the disk at most.</summary>
    public double OldestUnsynced { get; private set; }

    /// <summary>Takes one call, as strace prints it with paths.</summary>
    public void Call(string line)
    {
        if (Time().Match(line) is { Success: true } time) _now = double.Parse(time.Groups[1].Value, CultureInfo.InvariantCulture);
        if (OpenCall().Match(line) is { Success: true } open) Open(open.Groups[1].Value);
        else if (Sync().Match(line) is { Success: true } sync) Synced(sync.Groups[1].Value);
        else if (Rename().Match(line) is { Success: true } rename) Renamed(rename.Groups[1].Value, rename.Groups[2].Value);
        else if (line.Contains("/metrics.jsonl>", StringComparison.Ordinal) && CheckpointEvent().Match(line) is { Success: true } saved) Logged(saved.Groups[1].Value);
        if (line.Contains("/metrics.jsonl>, \"", StringComparison.Ordinal)) _writtenAt ??= _now;
    }

    /// <summary>Nothing may be left that a power cut now would take back.</summary>
    public void End() => FaultRun.Require(_unsynced.Count == 0, $"the folder was never synced behind the rename of {string.Join(", ", _unsynced.Keys)}");

    private void Open(string path)
    {
        Opened++;
        FaultRun.Require(!path.EndsWith(".db", StringComparison.Ordinal) && !path.Contains("sqlite", StringComparison.OrdinalIgnoreCase), $"the trainer opened {path}");
    }

    private void Synced(string path)
    {
        _synced.Add(path);
        if (path == Path.Combine(root, "metrics.jsonl") && _writtenAt is { } written)
        {
            OldestUnsynced = Math.Max(OldestUnsynced, _now - written);
            _writtenAt = null;
        }

        foreach (var name in _unsynced.Where(u => u.Value == path).Select(u => u.Key).ToArray()) _unsynced.Remove(name);
    }

    private void Renamed(string from, string to)
    {
        if (!from.StartsWith(root, StringComparison.Ordinal) || !Path.GetFileName(from).StartsWith(Temporary, StringComparison.Ordinal)) return;
        // The other way round something is thrown away.
        if (Path.GetFileName(to).StartsWith(Temporary, StringComparison.Ordinal)) return;
        Moves++;
        FaultRun.Require(_synced.Contains(from), $"{from} was renamed to {to} before it was synced");
        if (Directory.Exists(to))
        {
            foreach (var file in Directory.GetFiles(to)) FaultRun.Require(_synced.Contains(Path.Combine(from, Path.GetFileName(file))), $"{file} was not synced before its folder got its name");
        }

        _unsynced[to] = Path.GetDirectoryName(to)!;
    }

    private void Logged(string path)
    {
        CheckpointEvents++;
        FaultRun.Require(!_unsynced.ContainsKey(Path.Combine(root, path)), $"the event of {path} was written before its name was on the disk");
    }

    [GeneratedRegex(@"^\d+ +(\d+\.\d+) ")]
    private static partial Regex Time();

    [GeneratedRegex(@"\bopenat\([^,]+, ""([^""]+)"".*\)\s+= \d")]
    private static partial Regex OpenCall();

    [GeneratedRegex(@"\bf(?:data)?sync\(\d+<([^>]+)>\)\s+= 0")]
    private static partial Regex Sync();

    [GeneratedRegex("\\brename(?:at2?)?\\((?:AT_FDCWD(?:<[^>]*>)?, )?\"([^\"]+)\", (?:AT_FDCWD(?:<[^>]*>)?, )?\"([^\"]+)\"[^)]*\\)\\s+= 0")]
    private static partial Regex Rename();

    [GeneratedRegex("""\\"event\\":\\"checkpoint\\".*?\\"path\\":\\"([^\\]+)\\""" + "\"")]
    private static partial Regex CheckpointEvent();
}
