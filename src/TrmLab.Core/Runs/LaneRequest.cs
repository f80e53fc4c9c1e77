using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace TrmLab.Core.Runs;

/// <summary>What a run asks of a cluster; null takes what the lab's configuration says, and without that the cluster's own default.</summary>
public sealed partial record LaneRequest
{
    /// <summary>Processes that train the run together, each with the GPUs and cores asked for here; 1 is one process.</summary>
    [JsonPropertyName("ranks")] public int? Ranks { get; init; }

    /// <summary>GPUs of a rank.</summary>
    [JsonPropertyName("gpus")] public int? Gpus { get; init; }

    /// <summary>Time after which the cluster ends the job, as Slurm writes it: minutes, hours:minutes:seconds or days-hours:minutes.</summary>
    [JsonPropertyName("time_limit")] public string? TimeLimit { get; init; }

    /// <summary>Who pays.</summary>
    [JsonPropertyName("account")] public string? Account { get; init; }

    /// <summary>Processor cores of a rank.</summary>
    [JsonPropertyName("cpus")] public int? Cpus { get; init; }

    /// <summary>Memory on each node in megabytes.</summary>
    [JsonPropertyName("memory_mb")] public int? MemoryMegabytes { get; init; }

    /// <summary>The time limit; null without one.</summary>
    [JsonIgnore]
    public TimeSpan? Time
    {
        get
        {
            if (TimeLimit is null || !TimeForm().IsMatch(TimeLimit)) return null;
            var parts = TimeLimit.Split('-', ':').Select(int.Parse).ToArray();
            // Behind days come hours; without them two parts are minutes and seconds, and one is minutes.
            if (TimeLimit.Contains('-', StringComparison.Ordinal)) return new TimeSpan(parts[0], parts[1], parts.ElementAtOrDefault(2), parts.ElementAtOrDefault(3));
            return parts.Length == 3 ? new TimeSpan(parts[0], parts[1], parts[2]) : new TimeSpan(0, parts[0], parts.ElementAtOrDefault(1));
        }
    }

    /// <summary>What cannot be meant, a line each; empty if all is well formed.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Problems
    {
        get
        {
            var problems = new List<string>();
            if (Ranks is < 1 or > 1024) problems.Add($"ranks: {Ranks} must be between 1 and 1024");
            if (Gpus is < 0 or > 64) problems.Add($"GPUs: {Gpus} must be between 0 and 64");
            if (Cpus is < 1 or > 1024) problems.Add($"cores: {Cpus} must be between 1 and 1024");
            if (MemoryMegabytes is < 1) problems.Add($"memory: {MemoryMegabytes} MB must be 1 or more");
            if (TimeLimit is { } time && !TimeForm().IsMatch(time)) problems.Add($"time limit: '{time}' must be minutes, hours:minutes:seconds or days-hours:minutes, such as 90 or 2-00:00");
            if (Account is { } account && !AccountForm().IsMatch(account)) problems.Add($"account: '{account}' may have letters, digits, dots, dashes and underscores");
            return problems;
        }
    }

    /// <summary>This request with what it leaves open taken from <paramref name="defaults"/>.</summary>
    public LaneRequest Over(LaneRequest defaults) => new()
    {
        Ranks = Ranks ?? defaults.Ranks,
        Gpus = Gpus ?? defaults.Gpus,
        TimeLimit = TimeLimit ?? defaults.TimeLimit,
        Account = Account ?? defaults.Account,
        Cpus = Cpus ?? defaults.Cpus,
        MemoryMegabytes = MemoryMegabytes ?? defaults.MemoryMegabytes,
    };

    [GeneratedRegex(@"\A([0-9]{1,4}-)?[0-9]{1,6}(:[0-9]{1,2}){0,2}\z")]
    private static partial Regex TimeForm();

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_.-]*\z")]
    private static partial Regex AccountForm();
}
