using System.Text.Json;
using TrmLab.Core.Configuration;
using TrmLab.Core.Puzzles;

namespace TrmLab.Core.Tests.Puzzles;

public sealed class TrainingSamplerTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly PuzzleDataset _dataset;

    public TrainingSamplerTests()
    {
        SmallDataset.Write(_folder["set"]);
        _dataset = PuzzleDataset.Open(_folder["set"], "train");
    }

    public void Dispose()
    {
        _dataset.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void BatchesFollowTheReferencesRules()
    {
        const int epochs = 5;
        PuzzleSet set = _dataset.Sets[0];
        var drawn = new HashSet<int>();
        for (int seed = 0; seed < 50; seed++)
        {
            var visits = new List<int>();
            foreach (PuzzleBatch batch in Iteration(new TrainingSampler(_dataset, batchSize: 4, epochs, seed)))
            {
                Assert.Equal(4, batch.ValidRows);
                for (int row = 0; row < 4;)
                {
                    int puzzle = batch.PuzzleIndices[row];
                    int length = 1;
                    while (row + length < 4 && batch.PuzzleIndices[row + length] == puzzle && length < SmallDataset.Sizes[puzzle])
                    {
                        length++;
                    }

                    // A puzzle gives as many different examples as there is room for.
                    int[] examples = batch.ExampleIndices[row..(row + length)];
                    Assert.Equal(Math.Min(SmallDataset.Sizes[puzzle], 4 - row), examples.Distinct().Count());
                    Assert.All(examples, example => Assert.Equal(puzzle, set.PuzzleOf(example)));
                    Assert.All(Enumerable.Range(row, length), r => Assert.Equal(set.PuzzleIdentifiers[puzzle], batch.PuzzleIdentifiers[r]));
                    Assert.Equal(examples.Select(example => example % 5), Enumerable.Range(row, length).Select(r => batch.Inputs[r * 4]));
                    drawn.UnionWith(examples);
                    visits.Add(Array.FindLastIndex(set.GroupIndices, start => start <= puzzle));
                    row += length;
                }
            }

            // Permutations one after the other: every run of four groups from the start of one has each group once.
            for (int start = 0; start + 4 <= visits.Count; start += 4)
            {
                Assert.Equal([0, 1, 2, 3], visits[start..(start + 4)].Order());
            }

            Assert.InRange(visits.Count, (4 * epochs) - 4, 4 * epochs);
        }

        Assert.Equal(17, drawn.Count);
    }

    [Fact]
    public void IterationsAndSeedsDiffer()
    {
        var sampler = new TrainingSampler(_dataset, 4, 3, seed: 1);
        string first = Describe(Iteration(sampler));
        string second = Describe(Iteration(sampler));
        Assert.Equal(2, sampler.Iteration);
        Assert.NotEqual(first, second);
        Assert.Equal(first, Describe(Iteration(new TrainingSampler(_dataset, 4, 3, seed: 1))));
        Assert.NotEqual(first, Describe(Iteration(new TrainingSampler(_dataset, 4, 3, seed: 2))));
    }

    [Fact]
    public void ARestoredSamplerGoesOnWithTheVerySameBatches()
    {
        IExampleAugmentation augmentation = ExampleAugmentation.Create(OnlineAugmentation.Dihedral, SmallDataset.Form)!;
        for (int stop = 0; stop < 30; stop++)
        {
            var sampler = new TrainingSampler(_dataset, 4, 3, seed: 5, augmentation);
            for (int i = 0; i < stop; i++)
            {
                sampler.TryNext(out _);
            }

            string json = JsonSerializer.Serialize(sampler.State);
            var resumed = new TrainingSampler(_dataset, 4, 3, seed: 99, augmentation);
            resumed.Restore(JsonSerializer.Deserialize<SamplerState>(json)!);
            for (int i = 0; i < 20; i++)
            {
                Assert.Equal(sampler.TryNext(out PuzzleBatch? expected), resumed.TryNext(out PuzzleBatch? found));
                Assert.Equal(expected?.ExampleIndices, found?.ExampleIndices);
                Assert.Equal(expected?.Inputs, found?.Inputs);
            }
        }
    }

    [Fact]
    public void AnotherRunsPositionAndDataThatFillNoBatchAreRefused()
    {
        var sampler = new TrainingSampler(_dataset, 4, 3, seed: 5);
        Assert.Contains("batch size 4", Assert.Throws<InputException>(() => new TrainingSampler(_dataset, 2, 3, 5).Restore(sampler.State)).Message);
        Assert.Contains("do not fill one batch of 40", Assert.Throws<InputException>(() => new TrainingSampler(_dataset, 40, 3, 5)).Message);
    }

    [Fact]
    public void AnEmptySplitAmongJoinedOnesIsNamed()
    {
        using (var writer = new PuzzleDatasetWriter(_folder["empty"]))
        {
            writer.AddSplit("train", SmallDataset.Form);
            writer.Complete();
        }

        using var joined = PuzzleDataset.Open([_folder["set"], _folder["empty"]], "train");
        var error = Assert.Throws<InputException>(() => new TrainingSampler(joined, 4, 3, seed: 1));
        Assert.Contains($"{_folder["empty/train"]}: set all1 has no puzzle", error.Message);
    }

    [Fact]
    public void JoinedSetsAreDrawnFromOneAfterTheOther()
    {
        using var joined = PuzzleDataset.Open([_folder["set"], _folder["set"]], "train");
        string[] sets = [.. Iteration(new TrainingSampler(joined, 4, 3, seed: 1)).Select(batch => batch.Set)];
        Assert.Equal(["all", "all1"], sets.Distinct());
        Assert.Equal(sets.Order(StringComparer.Ordinal), sets);
    }

    [Fact]
    public void EvaluationReadsEverythingInOrderAndPadsTheLastBatch()
    {
        PuzzleBatch[] batches = [.. EvaluationBatches.Of(_dataset, _dataset.Sets[0], batchSize: 5)];
        Assert.Equal([5, 5, 5, 2], batches.Select(batch => batch.ValidRows));
        Assert.Equal(Enumerable.Range(0, 17), batches.SelectMany(batch => batch.ExampleIndices[..batch.ValidRows]));
        Assert.Equal([-1, -1, -1], batches[3].ExampleIndices[2..]);
        Assert.All(batches[3].Inputs[8..], token => Assert.Equal(0, token));
        Assert.All(batches[3].Labels[8..], label => Assert.Equal(PuzzleSet.IgnoredLabel, label));
        Assert.Equal(7, EvaluationBatches.Of(_dataset, _dataset.Sets[0], batchSize: 5, limit: 7).Sum(batch => batch.ValidRows));
    }

    private static List<PuzzleBatch> Iteration(TrainingSampler sampler)
    {
        var batches = new List<PuzzleBatch>();
        while (sampler.TryNext(out PuzzleBatch? batch))
        {
            batches.Add(batch);
        }

        return batches;
    }

    private static string Describe(IEnumerable<PuzzleBatch> batches) => string.Join("/", batches.Select(batch => string.Join(",", batch.ExampleIndices)));
}
