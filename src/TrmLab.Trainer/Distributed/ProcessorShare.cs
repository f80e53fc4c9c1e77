namespace TrmLab.Trainer.Distributed;

/// <summary>How many threads a rank may use when several run on one machine.</summary>
internal static class ProcessorShare
{
    private const string Status = "/proc/self/status";
    private const string Allowed = "Cpus_allowed_list:";

    /// <summary>Which machine and which of its cores this process runs on: ranks with the same text share them.</summary>
    public static string Place()
    {
        var line = File.Exists(Status) ? File.ReadLines(Status).FirstOrDefault(text => text.StartsWith(Allowed, StringComparison.Ordinal)) : null;
        return $"{Environment.MachineName} {line?[Allowed.Length..].Trim()}";
    }

    /// <summary>Threads for a rank.</summary>
    /// <param name="places">Of all ranks.</param>
    /// <param name="processors">Cores that this rank may run on.</param>
    public static int Threads(IEnumerable<string> places, string own, int processors) => Math.Max(1, processors / Math.Max(1, places.Count(place => place == own)));
}
