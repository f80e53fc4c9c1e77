using System.IO.Compression;
using System.Text.Json;
using TrmLab.Core.Configuration;
using TrmLab.Core.Numerics;
using TrmLab.Core.Puzzles;

namespace TrmLab.Core.Tests.Puzzles;

public class SquareSymmetryTests
{
    // The reference's transforms of 012/345/678.
    [Theory]
    [InlineData(0, "012345678")]
    [InlineData(1, "258147036")]
    [InlineData(2, "876543210")]
    [InlineData(3, "630741852")]
    [InlineData(4, "210543876")]
    [InlineData(5, "678345012")]
    [InlineData(6, "036147258")]
    [InlineData(7, "852741630")]
    public void EachIdIsTheReferencesTransformAndHasItsInverse(int id, string expected)
    {
        int[] sources = SquareSymmetry.Sources(id, side: 3);
        int[] inverse = SquareSymmetry.Sources(SquareSymmetry.Inverse[id], side: 3);
        Assert.Equal(expected, string.Concat(sources));
        Assert.Equal(Enumerable.Range(0, 9), inverse.Select(cell => sources[cell]));
    }

    [Fact]
    public void TheReferencesInverseTableIsOurs()
    {
        using ZipArchive archive = ZipFile.OpenRead(SharedData.Golden("model/functions.zip"));
        using Stream stream = archive.GetEntry("data_functions.json")!.Open();
        using var golden = JsonDocument.Parse(stream);
        Assert.Equal(golden.RootElement.GetProperty("dihedral_inverse").EnumerateArray().Select(value => value.GetInt32()), SquareSymmetry.Inverse);
    }

    [Fact]
    public void AugmentationMovesTokensAndLabelsTogether()
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
