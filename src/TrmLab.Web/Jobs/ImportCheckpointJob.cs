using System.Text.Json;
using TrmLab.Core;
using TrmLab.Core.Puzzles;

namespace TrmLab.Web.Jobs;

/// <summary>Turns a PyTorch or safetensors state dict into a checkpoint, by the trainer's own verb: no code of the file is executed.</summary>
public sealed record ImportCheckpointJob : JobSpec
{
    /// <summary>Directory name in <c>data/checkpoints</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The file.</summary>
    public required string File { get; init; }

    /// <summary>The reference's <c>all_config.yaml</c>; null takes one beside the file.</summary>
    public string? Config { get; init; }

    /// <summary>A data set that it will be used with; null if the weights tell enough.</summary>
    public string? Data { get; init; }

    /// <summary>Tokens per puzzle, where neither the weights nor the data tell.</summary>
    public int? SequenceLength { get; init; }

    /// <summary><c>key=value</c> for what the weights do not tell.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    public override JobPlace Place => JobPlace.Checkpoints;

    public override string Title => $"Import checkpoint: {Name}";

    public override string CommandLine(string output) => CommandText.OfVerb("checkpoint import", [("", File), .. Options(output)]);

    public override void Run(JobContext context)
    {
        var target = Path.Combine(context.Data.Root, "checkpoints", DatasetName.Checked(Name));
        if (Directory.Exists(target)) throw new InputException($"There is an imported checkpoint {Name} already; choose another name.");
        var options = Options(target).Where(o => o.Value is not null).SelectMany(o => new[] { o.Option, Convert.ToString(o.Value, System.Globalization.CultureInfo.InvariantCulture)! });
        context.Report(new BuildProgress("importing", 0, null));
        var output = context.Trainer(["checkpoint", "import", File, .. options, "--json"], context.Cancellation);
        using var report = JsonDocument.Parse(output);
        foreach (var note in NotesIn(report.RootElement)) context.Notes.Add(note);
        context.Result = new JobResult($"explorer?a=imported/{Name}", "Explore");
    }

    /// <summary>The trainer's report in lines: messages first, then the fields that nothing told, then where the others came from.</summary>
    internal static IEnumerable<string> NotesIn(JsonElement report)
    {
        foreach (var message in report.GetProperty("messages").EnumerateArray()) yield return message.GetString()!;
        var fields = report.GetProperty("fields").EnumerateArray().Select(f => (Text: $"{f.GetProperty("path").GetString()} = {f.GetProperty("value").GetString()}", Origin: OriginOf(f.GetProperty("origin")))).ToArray();
        foreach (var group in fields.GroupBy(f => f.Origin).OrderBy(g => g.Key.StartsWith("assumed", StringComparison.Ordinal) ? 0 : 1)) yield return $"{group.Key}: {string.Join(", ", group.Select(f => f.Text))}";
    }

    // The trainer's FieldOrigin, by number or by name.
    private static string OriginOf(JsonElement origin)
    {
        var word = origin.ValueKind == JsonValueKind.Number ? $"{origin.GetInt32()}" : origin.GetString()!.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
        return word switch
        {
            "0" or "weights" => "from the weights",
            "1" or "option" => "given",
            "2" or "configfile" => "from the configuration file",
            _ => "assumed, nothing says it (the published recipe's values)",
        };
    }

    private IEnumerable<(string Option, object? Value)> Options(string output) =>
        [("--config", Config), ("--data", Data), ("--seq-len", SequenceLength), .. Fields.Select(f => ("--set", (object?)f)), ("--out", output)];
}
