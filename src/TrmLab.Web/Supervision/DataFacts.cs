using System.Text.Json;
using TrmLab.Core.Configuration;
using TrmLab.Core.Puzzles;
using TrmLab.Web.Hosting;

namespace TrmLab.Web.Supervision;

/// <summary>What the data sets of a configuration say about themselves, and what is wrong with them.</summary>
/// <param name="Train">Metadata of the training split; null if it cannot be had.</param>
/// <param name="Test">Metadata of the test split; null if it cannot be had.</param>
/// <param name="Problems">Missing or unreadable data sets.</param>
public sealed record DataFacts(DatasetMetadata? Train, DatasetMetadata? Test, IReadOnlyList<ConfigProblem> Problems)
{
    /// <summary>Reads the metadata of all data sets that <paramref name="config"/> names; no values.</summary>
    public static DataFacts Of(RunConfig config, LabData data)
    {
        var problems = new List<ConfigProblem>();
        var train = Read(config.DataPaths, "train", "data_paths", data, problems);
        var test = config.TestDataPaths.Count > 0
            ? Read(config.TestDataPaths, "test", "data_paths_test", data, problems)
            : Read(config.DataPaths, "test", "data_paths", data, problems);
        return new DataFacts(train, test, [.. problems.DistinctBy(p => p.ToString())]);
    }

    private static DatasetMetadata? Read(IReadOnlyList<string> paths, string split, string field, LabData data, List<ConfigProblem> problems)
    {
        var parts = new List<DatasetMetadata>();
        foreach (var path in paths)
        {
            var directory = data.Resolve(path);
            var file = Path.Combine(directory, split, "dataset.json");
            try
            {
                if (!Directory.Exists(directory)) problems.Add(new ConfigProblem(field, $"there is no data set at {directory}"));
                else if (!File.Exists(file)) problems.Add(new ConfigProblem(field, $"{directory} has no {split} split"));
                else if (JsonSerializer.Deserialize<DatasetMetadata>(File.ReadAllBytes(file)) is { } metadata) parts.Add(metadata);
            }
            catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
            {
                problems.Add(new ConfigProblem(field, $"{file} cannot be read: {e.Message}"));
            }
        }

        if (parts.Count == 0 || parts.Count < paths.Count) return null;
        if (parts.Any(p => p.SequenceLength != parts[0].SequenceLength || p.VocabularySize != parts[0].VocabularySize))
        {
            problems.Add(new ConfigProblem(field, "the data sets differ in their board or their tokens and cannot be joined"));
            return null;
        }

        var puzzles = parts.Sum(p => (double)p.TotalPuzzles);
        return parts[0] with
        {
            TotalGroups = parts.Sum(p => p.TotalGroups),
            TotalPuzzles = parts.Sum(p => p.TotalPuzzles),
            PuzzleIdentifiers = parts.Count == 1 ? parts[0].PuzzleIdentifiers : parts.Sum(p => p.PuzzleIdentifiers),
            MeanPuzzleExamples = parts.Count == 1 ? parts[0].MeanPuzzleExamples : parts.Sum(p => p.MeanPuzzleExamples * p.TotalPuzzles) / Math.Max(1, puzzles),
        };
    }
}
