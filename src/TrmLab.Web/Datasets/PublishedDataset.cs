using TrmLab.Core;
using TrmLab.Core.Fetching;
using TrmLab.Core.Puzzles.Arc;
using TrmLab.Web.Hosting;
using TrmLab.Web.Jobs;

namespace TrmLab.Web.Datasets;

/// <summary>A data set of the paper, as the presets name it: published files and how they are built.</summary>
/// <param name="Name">Directory name in <c>data/datasets</c>.</param>
/// <param name="Title">For people.</param>
/// <param name="Entries">Its files in the catalogue; all of one folder.</param>
/// <param name="Build">The job that builds it from the folder of its files.</param>
public sealed record PublishedDataset(string Name, string Title, IReadOnlyList<CatalogueEntry> Entries, Func<string, JobSpec> Build)
{
    private const string SudokuName = "sudoku-extreme-1k-aug-1000";
    private const string MazeName = "maze-30x30-hard-1k";

    /// <summary>All, in the order of the paper's tables.</summary>
    public static IReadOnlyList<PublishedDataset> All { get; } =
    [
        new(SudokuName, "Sudoku-Extreme, 1,000 puzzles x 1,000 augmentations", [DatasetCatalogue.Find("sudoku-extreme")],
            folder => new BuildSudokuJob { Name = SudokuName, TrainCsv = Path.Combine(folder, "train.csv"), TestCsv = Path.Combine(folder, "test.csv"), Subsample = 1000, Augmentations = 1000 }),
        new(MazeName, "Maze-Hard, 1,000 mazes in all 8 rotations and reflections", [DatasetCatalogue.Find("maze-hard")],
            folder => new BuildMazeJob { Name = MazeName, TrainCsv = Path.Combine(folder, "train.csv"), TestCsv = Path.Combine(folder, "test.csv") }),
        Arc("arc1concept-aug-1000", "ARC-AGI-1 and ConceptARC, 1,000 augmentations", "arc1", "training", "evaluation"),
        Arc("arc2concept-aug-1000", "ARC-AGI-2 and ConceptARC, 1,000 augmentations", "arc2", "training2", "evaluation2"),
    ];

    /// <summary>Licences, or what is known of them.</summary>
    public string Terms => string.Join("; ", Entries.GroupBy(e => e.Terms).Select(g => Entries.Count == 1 ? g.Key : $"{string.Join(", ", g.Select(e => e.Name))}: {g.Key}"));

    /// <exception cref="InputException">There is no such data set.</exception>
    public static PublishedDataset Find(string name) =>
        All.FirstOrDefault(set => set.Name == name) ?? throw new InputException($"There is no published data set '{name}'; there are {string.Join(", ", All.Select(set => set.Name))}.");

    /// <summary>Where its files are fetched to.</summary>
    public string FilesIn(LabData data) => Path.Combine(data.Downloads, Entries[0].Folder);

    /// <summary>Files that are complete, files in all, and bytes on disk.</summary>
    public (int Here, int All, long Bytes) Files(LabData data)
    {
        var files = Entries.SelectMany(e => e.Files).Select(f => new FileInfo(Path.Combine(FilesIn(data), f.Name))).ToArray();
        return (files.Count(f => f.Exists), files.Length, files.Where(f => f.Exists).Sum(f => f.Length));
    }

    private static PublishedDataset Arc(string name, string title, string entry, string train, string test) => new(
        name, title, [DatasetCatalogue.Find(entry), DatasetCatalogue.Find("concept")],
        folder => new BuildArcJob { Name = name, Subsets = [.. new[] { train, test, "concept" }.Select(s => new ArcSubsetSource(s, folder))], TestSet = test });
}
