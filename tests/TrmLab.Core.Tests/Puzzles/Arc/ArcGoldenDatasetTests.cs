using System.Text.Json.Nodes;
using TrmLab.Core.Puzzles.Arc;

namespace TrmLab.Core.Tests.Puzzles.Arc;

/// <summary>Data sets built from the same files as the reference's builder, compared file by file.</summary>
public class ArcGoldenDatasetTests
{
    [Theory]
    [InlineData("arc1-aug0", "training,evaluation", "evaluation", 0)]
    [InlineData("arc1-aug10", "training,evaluation", "evaluation", 10)]
    [InlineData("arc2concept-aug2", "training2,evaluation2,concept", "evaluation2", 2)]
    public void EveryFileEqualsTheReferences(string golden, string subsets, string testSet, int augmentations)
    {
        string expected = SharedData.Golden($"datasets/{golden}");
        string inputs = SharedData.Golden("datasets/inputs/arc");
        using var folder = new TemporaryDirectory();
        string built = folder["built"];
        ArcDatasetBuilder.Build(new ArcBuildOptions
        {
            Subsets = [.. subsets.Split(',').Select(name => new ArcSubsetSource(name, inputs))],
            TestSet = testSet,
            OutputDirectory = built,
            Augmentations = augmentations,
        });

        string[] files = [.. Directory.GetFiles(expected, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(expected, file))];
        Assert.Equal(files.Order(), Directory.GetFiles(built, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(built, file)).Order());
        foreach (string file in files)
        {
            if (Path.GetExtension(file) == ".npy")
                Assert.Equal(File.ReadAllBytes(Path.Combine(expected, file)), File.ReadAllBytes(Path.Combine(built, file)));
            else if (Path.GetFileName(file) == "dataset.json")
                Assert.True(JsonNode.DeepEquals(Json(expected, file), Json(built, file)), file);
            else
                Assert.Equal(Compact(expected, file), Compact(built, file));
        }
    }

    // Order counts in identifiers.json and test_puzzles.json; Python only puts spaces between.
    private static string Compact(string directory, string file) => File.ReadAllText(Path.Combine(directory, file)).Replace(" ", "");

    private static JsonNode? Json(string directory, string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(directory, file)));
}
