using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Puzzles;

namespace TrmLab.Trainer.Training;

/// <summary>The data of a run, opened and checked against its configuration.</summary>
public sealed class TrainingData : IDisposable
{
    private TrainingData(PuzzleDataset train, PuzzleDataset? test)
    {
        Train = train;
        Test = test;
    }

    /// <summary>What is trained on.</summary>
    public PuzzleDataset Train { get; }

    /// <summary>What is evaluated on; null if the directories have no test split.</summary>
    public PuzzleDataset? Test { get; }

    /// <summary>Opens the data sets that the configuration names.</summary>
    /// <exception cref="InputException">A directory is missing or damaged, or the data do not fit the configuration; all reasons in one message.</exception>
    public static TrainingData Open(RunConfig config, string source)
    {
        ConfigRules.Check(ConfigRules.Problems(config), source);
        string[] directories = [.. config.DataPaths.Select(Existing)];
        string[] testDirectories = config.TestDataPaths.Count > 0
            ? [.. config.TestDataPaths.Select(Existing)]
            : [.. directories.Where(d => PuzzleDataset.HasSplit(d, "test"))];
        var train = PuzzleDataset.Open(directories, "train");
        PuzzleDataset? test = null;
        try
        {
            if (testDirectories.Length > 0) test = PuzzleDataset.Open(testDirectories, "test");
            ConfigRules.Check(ConfigRules.Problems(config, train.Metadata, test?.Metadata), source);
            return new TrainingData(train, test);
        }
        catch
        {
            train.Dispose();
            test?.Dispose();
            throw;
        }
    }

    /// <summary>The network's sizes on these data.</summary>
    public ModelShape ShapeOf(ArchConfig arch) =>
        new(arch, Train.Metadata.SequenceLength, Train.Metadata.VocabularySize, Math.Max(Train.Metadata.PuzzleIdentifiers, Test?.Metadata.PuzzleIdentifiers ?? 0));

    /// <summary>Content hashes by directory, to be recorded with the run.</summary>
    public IEnumerable<KeyValuePair<string, string>> Hashes() => DataHashes.Of(Train.Directories.Concat(Test?.Directories ?? []));

    public void Dispose()
    {
        Train.Dispose();
        Test?.Dispose();
    }

    private static string Existing(string path)
    {
        var directory = DataRoot.Resolve(path);
        return Directory.Exists(directory)
            ? directory
            : throw new InputException($"data_paths: {directory} does not exist; build it with `trmlab data build` or name another directory with --data");
    }
}
