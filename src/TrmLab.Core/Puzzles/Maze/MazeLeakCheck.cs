namespace TrmLab.Core.Puzzles.Maze;

/// <summary>What test mazes have in common with training mazes.</summary>
/// <param name="TrainMazes">Original training mazes (groups).</param>
/// <param name="TestMazes">Test mazes.</param>
/// <param name="Leaks">Test mazes that are, up to rotation and reflection, training mazes: places of the training group and of the test example.</param>
public sealed record MazeLeakReport(int TrainMazes, int TestMazes, IReadOnlyList<(int TrainGroup, int TestExample)> Leaks);

/// <summary>Compares the test split of a maze data set with its training split, up to the eight symmetries.</summary>
public static class MazeLeakCheck
{
    /// <summary>Checks a data set directory; of each training group only the original is read.</summary>
    /// <exception cref="InputException">Not a maze data set with both splits.</exception>
    public static MazeLeakReport OfDirectory(string directory, CancellationToken cancellationToken = default)
    {
        using var train = PuzzleDataset.Open(directory, "train");
        using var test = PuzzleDataset.Open(directory, "test");
        if (!train.Sets.All(set => MazeSets.Holds(train.Metadata, set)) || train.Metadata.SequenceLength != test.Metadata.SequenceLength)
            throw new InputException($"{directory}: not a maze data set (seq_len {train.Metadata.SequenceLength}, vocab_size {train.Metadata.VocabularySize}).");
        var groups = new Dictionary<string, int>();
        int trainMazes = 0, testMazes = 0;
        foreach (string key in Keys(train, set => Enumerable.Range(0, set.Groups).Select(group => set.PuzzleIndices[set.GroupIndices[group]]), cancellationToken))
            groups.TryAdd(key, trainMazes++);
        var leaks = new List<(int, int)>();
        foreach (string key in Keys(test, set => Enumerable.Range(0, set.Examples), cancellationToken))
        {
            if (groups.TryGetValue(key, out int group))
                leaks.Add((group, testMazes));
            testMazes++;
        }
        return new MazeLeakReport(trainMazes, testMazes, leaks);
    }

    private static IEnumerable<string> Keys(PuzzleDataset dataset, Func<PuzzleSet, IEnumerable<int>> examples, CancellationToken cancellationToken)
    {
        int[] input = new int[dataset.Metadata.SequenceLength], label = new int[dataset.Metadata.SequenceLength];
        byte[] cells = new byte[input.Length];
        foreach (PuzzleSet set in dataset.Sets)
        {
            foreach (int example in examples(set))
            {
                cancellationToken.ThrowIfCancellationRequested();
                set.CopyExample(example, input, label);
                for (int i = 0; i < cells.Length; i++)
                    cells[i] = input[i] > 0 ? (byte)input[i] : MazeTokens.Wall;
                yield return MazeCanonicalForm.KeyOf(cells);
            }
        }
    }
}
