using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Puzzles;
using TrmLab.Web.Hosting;

namespace TrmLab.Web.Supervision;

/// <summary>What the data sets of a configuration say about themselves, and what is wrong with them and with the weights to start from. No values are read.</summary>
/// <param name="Train">Metadata of the training split; null if it cannot be had.</param>
/// <param name="Test">Metadata of the test split; null if there is none.</param>
/// <param name="Problems">Missing or unreadable data sets, missing weights.</param>
public sealed record DataFacts(DatasetMetadata? Train, DatasetMetadata? Test, IReadOnlyList<ConfigProblem> Problems)
{
    /// <summary>Looks at all data sets that <paramref name="config"/> names, as the trainer would find them.</summary>
    public static DataFacts Of(RunConfig config, LabData data)
    {
        var problems = new List<ConfigProblem>();
        var train = Existing(config.DataPaths, "data_paths", data, problems);
        var named = Existing(config.TestDataPaths, "data_paths_test", data, problems);
        if (config.LoadCheckpoint.Length > 0 && data.Resolve(config.LoadCheckpoint) is var weights && !Path.Exists(weights)) problems.Add(new ConfigProblem("load_checkpoint", $"there are no weights at {weights}"));
        string[] test = config.TestDataPaths.Count > 0 ? named : [.. train.Where(d => PuzzleDataset.HasSplit(d, "test"))];
        return new DataFacts(
            train.Length == config.DataPaths.Count ? Read(train, "train", "data_paths", problems) : null,
            Read(test, "test", config.TestDataPaths.Count > 0 ? "data_paths_test" : "data_paths", problems),
            problems);
    }

    private static string[] Existing(IReadOnlyList<string> paths, string field, LabData data, List<ConfigProblem> problems)
    {
        var directories = paths.Select(data.Resolve).ToArray();
        problems.AddRange(directories.Where(d => !Directory.Exists(d)).Select(d => new ConfigProblem(field, $"there is no data set at {d}")));
        return [.. directories.Where(Directory.Exists)];
    }

    private static DatasetMetadata? Read(string[] directories, string split, string field, List<ConfigProblem> problems)
    {
        if (directories.Length == 0) return null;
        try
        {
            return PuzzleDataset.ReadMetadata(directories, split);
        }
        catch (InputException e)
        {
            problems.Add(new ConfigProblem(field, e.Message));
            return null;
        }
    }
}
