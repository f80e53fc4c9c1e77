using System.Globalization;
using TrmLab.Core.Runs;

namespace TrmLab.Web.Queue;

/// <summary>What a run asks of a cluster as words: for an address, <c>gpus=2</c>, and for people, "2 GPUs".</summary>
public static class RequestText
{
    /// <summary>A word for each field that is filled in.</summary>
    public static IReadOnlyList<string> Words(LaneRequest request) =>
    [
        .. new (string Key, string? Value)[]
        {
            ("ranks", Number(request.Ranks)), ("gpus", Number(request.Gpus)), ("time_limit", request.TimeLimit), ("account", request.Account), ("cpus", Number(request.Cpus)),
            ("memory_mb", Number(request.MemoryMegabytes)),
        }.Where(field => field.Value is not null).Select(field => $"{field.Key}={field.Value}"),
    ];

    /// <summary>The request of an address; what is no word of one is passed over.</summary>
    public static LaneRequest Parse(IEnumerable<string> words)
    {
        var values = words.Select(word => word.Split('=', 2)).Where(parts => parts.Length == 2).GroupBy(parts => parts[0]).ToDictionary(parts => parts.Key, parts => parts.Last()[1]);
        int? Whole(string key) => int.TryParse(values.GetValueOrDefault(key), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
        return new LaneRequest
        {
            Ranks = Whole("ranks"),
            Gpus = Whole("gpus"),
            TimeLimit = values.GetValueOrDefault("time_limit"),
            Account = values.GetValueOrDefault("account"),
            Cpus = Whole("cpus"),
            MemoryMegabytes = Whole("memory_mb"),
        };
    }

    /// <summary>In one line; empty where nothing is asked for.</summary>
    public static string Of(LaneRequest? request) => request is null ? "" : string.Join(", ", new[]
    {
        request.Ranks is { } ranks ? Count(ranks, "rank") : "",
        request.Gpus is { } gpus ? Count(gpus, "GPU") : "",
        request.TimeLimit is { } time ? $"time limit {time}" : "",
        request.Cpus is { } cores ? Count(cores, "core") : "",
        request.MemoryMegabytes is { } memory ? $"{Number(memory)} MB" : "",
        request.Account is { } account ? $"account {account}" : "",
    }.Where(part => part.Length > 0));

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string Count(int number, string what) => $"{Number(number)} {what}{(number == 1 ? "" : "s")}";
}
