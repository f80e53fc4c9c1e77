using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using TrmLab.Core.Puzzles;

namespace TrmLab.Trainer.Verification;

/// <summary>A data set directory: its test batches with padding, its metadata and the length of a schedule on it.</summary>
internal static partial class DatasetChecks
{
    private const string Golden = "golden.json";

    /// <summary>Runs every check whose numbers are in the archive.</summary>
    public static IReadOnlyList<StageResult> Run(GoldenArchive archive)
    {
        using var golden = archive.Json(Golden);
        var folder = Directory.CreateTempSubdirectory("trmlab-verify").FullName;
        try
        {
            archive.ExtractTo(folder);
            List<StageResult> results = [];
            foreach (var property in golden.RootElement.EnumerateObject())
            {
                Action<StageCheck>? compare = property.Name switch
                {
                    "test_batches" => check => TestBatches(archive, folder, property.Value, check),
                    "metadata" => check => Metadata(folder, property.Value, check),
                    _ when StepsPattern().Match(property.Name) is { Success: true } match => check => Steps(folder, match, property.Value, check),
                    // The order of training batches comes from numpy's generator; ours has its own, under the same rules.
                    _ => null,
                };
                if (compare is not null)
                    results.AddRange(ArchiveVerifier.Guarded([property.Name], () => [ArchiveVerifier.Single(property.Name, Tolerances.Exact, compare)]));
            }

            return results;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void TestBatches(GoldenArchive archive, string folder, JsonElement golden, StageCheck check)
    {
        var size = new ManifestReader(archive.Manifest, "manifest.json").Object("test").Int("global_batch_size");
        using var dataset = PuzzleDataset.Open(folder, "test");
        PuzzleBatch[] batches = [.. dataset.Sets.SelectMany(set => EvaluationBatches.Of(dataset, set, size))];
        check.Equal("number of batches", batches.Length, golden.GetArrayLength());
        foreach (var (batch, expected) in batches.Zip(golden.EnumerateArray()))
        {
            check.Equal("set", batch.Set, expected.GetProperty("set").GetString());
            check.Equal("rows that are no padding", batch.ValidRows, expected.GetProperty("effective").GetInt32());
            check.EqualSequence("inputs", batch.Inputs, Flat(expected.GetProperty("inputs")));
            check.EqualSequence("labels", batch.Labels, Flat(expected.GetProperty("labels")));
            check.EqualSequence("puzzle_identifiers", batch.PuzzleIdentifiers, Flat(expected.GetProperty("puzzle_identifiers")));
        }
    }

    private static void Metadata(string folder, JsonElement golden, StageCheck check)
    {
        using var dataset = PuzzleDataset.Open(folder, "test");
        var own = JsonSerializer.SerializeToElement(dataset.Metadata);
        foreach (var property in golden.EnumerateObject())
            check.Equal(property.Name, own.TryGetProperty(property.Name, out var value) ? value.GetRawText() : "absent", JsonSerializer.Serialize(property.Value));
    }

    private static void Steps(string folder, Match match, JsonElement golden, StageCheck check)
    {
        using var dataset = PuzzleDataset.Open(folder, PuzzleDataset.HasSplit(folder, "train") ? "train" : "test");
        int Number(int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
        check.Equal("steps", dataset.Metadata.TotalSteps(Number(1), Number(2)), golden.GetInt64());
    }

    private static int[] Flat(JsonElement values) =>
        values.ValueKind == JsonValueKind.Array ? [.. values.EnumerateArray().SelectMany(Flat)] : [values.GetInt32()];

    [GeneratedRegex(@"^total_steps_for_epochs_(\d+)_batch(\d+)$")]
    private static partial Regex StepsPattern();
}
