using TrmLab.Core.Configuration;
using TrmLab.Core.Puzzles;
using TrmLab.Core.Runs;

namespace TrmLab.Core.Tracing;

/// <summary>Finds the data that a checkpoint's puzzles can be taken from when none are named.</summary>
public static class CheckpointData
{
    /// <summary>
    /// The data set directories of the run that the checkpoint belongs to, else (an imported one) those of the data folder, then the shipped
    /// samples, whose sequences have the network's length and vocabulary; only directories that exist.
    /// </summary>
    /// <param name="root">The data folder, such as <see cref="DataRoot.Path"/>.</param>
    public static IReadOnlyList<string> DirectoriesOf(string checkpoint, ModelShape shape, string root)
    {
        string[] own = [.. OfRun(checkpoint, root).Where(directory => Suits(directory, shape))];
        return own.Length > 0 ? own : [.. Others(root).Where(directory => Suits(directory, shape))];
    }

    /// <summary>The data sets that a run's evaluations try, in their order; none if its configuration cannot be read.</summary>
    /// <param name="root">The data folder, such as <see cref="DataRoot.Path"/>.</param>
    public static IReadOnlyList<string> EvaluatedBy(RunDirectory run, string root)
    {
        try
        {
            var config = ConfigJson.ReadFile(run.Config);
            var named = config.TestDataPaths.Count > 0 ? config.TestDataPaths : config.DataPaths;
            return [.. named.Select(path => Resolve(path, root)).Where(directory => PuzzleDataset.HasSplit(directory, "test"))];
        }
        catch (InputException)
        {
            return [];
        }
    }

    /// <summary>The split that puzzles are looked at in: test where there is one.</summary>
    public static string SplitOf(string directory) => PuzzleDataset.HasSplit(directory, "test") ? "test" : "train";

    /// <summary>Reads one puzzle of a data set.</summary>
    /// <param name="directory">Data set directory.</param>
    /// <param name="split"><c>train</c> or <c>test</c>.</param>
    /// <param name="index">Place of the example, counted through all sets of the split.</param>
    /// <exception cref="InputException">No such data set or example.</exception>
    public static TracePuzzle Read(string directory, string split, int index)
    {
        using var data = PuzzleDataset.Open(directory, split);
        var (set, place) = (data.Sets[0], index);
        for (var next = 1; place >= set.Examples && next < data.Sets.Count; next++)
            (place, set) = (place - set.Examples, data.Sets[next]);
        if (index < 0 || place >= set.Examples)
            throw new InputException($"{directory}: the {split} split has no example {index}; there are {data.Sets.Sum(s => s.Examples)}, counted from 0");
        var (inputs, labels) = (new int[data.Metadata.SequenceLength], new int[data.Metadata.SequenceLength]);
        set.CopyExample(place, inputs, labels);
        var puzzle = set.PuzzleOf(place);
        return new TracePuzzle
        {
            Inputs = inputs,
            Labels = labels,
            Identifier = set.PuzzleIdentifiers[puzzle],
            Data = directory,
            Split = split,
            Index = index,
            Rating = set.Ratings is { } ratings && float.IsFinite(ratings[puzzle]) ? ratings[puzzle] : null,
        };
    }

    /// <summary>Whether a network can be given a data set's puzzles: one sequence length, and no token that it does not know.</summary>
    public static bool Suits(string directory, ModelShape shape)
    {
        try
        {
            var metadata = DatasetMetadata.Load(Path.Combine(directory, SplitOf(directory), "dataset.json"));
            return metadata.SequenceLength == shape.SequenceLength && metadata.VocabularySize <= shape.VocabularySize;
        }
        catch (InputException)
        {
            return false;
        }
    }

    private static IEnumerable<string> OfRun(string checkpoint, string root)
    {
        if (RunDirectory.OfCheckpoint(checkpoint) is not { } run)
            return [];
        try
        {
            var config = ConfigJson.ReadFile(run.Config);
            return config.TestDataPaths.Concat(config.DataPaths).Select(path => Resolve(path, root));
        }
        catch (InputException)
        {
            // A run of another version still has checkpoints worth looking at.
            return [];
        }
    }

    private static string Resolve(string path, string root)
    {
        string[] places = [root, DataRoot.Shipped];
        return places.Select(place => Path.GetFullPath(path, place)).FirstOrDefault(Directory.Exists) ?? Path.GetFullPath(path, root);
    }

    private static IEnumerable<string> Others(string root)
    {
        string[] shelves = [Path.Combine(root, "datasets"), Path.Combine(root, "samples"), Path.Combine(DataRoot.Shipped, "samples")];
        return shelves.Distinct().Where(Directory.Exists).SelectMany(shelf => Directory.EnumerateDirectories(shelf).Order(StringComparer.Ordinal));
    }
}
