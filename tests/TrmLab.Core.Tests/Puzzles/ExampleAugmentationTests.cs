using TrmLab.Core.Configuration;
using TrmLab.Core.Numerics;
using TrmLab.Core.Puzzles;

namespace TrmLab.Core.Tests.Puzzles;

public class ExampleAugmentationTests
{
    [Fact]
    public void DihedralMovesTokensAndLabelsTogether()
    {
        IExampleAugmentation augmentation = ExampleAugmentation.Create(OnlineAugmentation.Dihedral, new DatasetMetadata { SequenceLength = 9, VocabularySize = 6 })!;
        var random = new SeededRandom(seed: 1);
        var seen = new HashSet<string>();
        for (int i = 0; i < 200; i++)
        {
            int[] inputs = [0, 1, 2, 3, 4, 5, 6, 7, 8];
            int[] labels = [0, 1, 2, -100, 4, 5, 6, 7, 8];
            augmentation.Apply(random, inputs, labels);
            Assert.Equal(inputs.Select(token => token == 3 ? -100 : token), labels);
            seen.Add(string.Concat(inputs));
        }

        Assert.Equal(8, seen.Count);
    }

    [Fact]
    public void AugmentationsThatDoNotFitTheDataAreRefused()
    {
        var arc = new DatasetMetadata { SequenceLength = 900, VocabularySize = 12 };
        Assert.Contains("ARC", Assert.Throws<InputException>(() => ExampleAugmentation.Create(OnlineAugmentation.Dihedral, arc)).Message);
        Assert.Contains("seq_len 900", Assert.Throws<InputException>(() => ExampleAugmentation.Create(OnlineAugmentation.Sudoku, arc)).Message);
        Assert.Null(ExampleAugmentation.Create(OnlineAugmentation.None, arc));
    }
}
