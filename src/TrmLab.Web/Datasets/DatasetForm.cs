using TrmLab.Core.Puzzles.Arc;
using TrmLab.Core.Puzzles.Maze;
using TrmLab.Web.Jobs;

namespace TrmLab.Web.Datasets;

/// <summary>One way to make a data set: its fields, and the job that they mean.</summary>
/// <param name="Key">In the address.</param>
/// <param name="Title">For people.</param>
/// <param name="About">One line.</param>
/// <param name="Fields">In their order.</param>
/// <param name="Job">The job; of use only if the values have no problems.</param>
public sealed record DatasetForm(string Key, string Title, string About, IReadOnlyList<FormField> Fields, Func<FormValues, JobSpec> Job)
{
    private static readonly FormField Seed = new("seed", "Seed", "0", "The same seed gives the same bytes.");
    private static readonly FormField TrainCsv = new("train", "Training CSV", "", "Columns question, answer, and optionally source and rating; .csv or .csv.gz.", FormFieldKind.File);
    private static readonly FormField TestCsv = new("test", "Test CSV", "", "The same columns; needed for evaluations.", FormFieldKind.File);
    private static readonly FormField Subsample = new("subsample", "Subsample", "", "Training puzzles to draw; empty takes all.");
    private static readonly FormField Duplicates = new("duplicates", "Allow duplicates", "false", "Otherwise a repeated puzzle is an error.", FormFieldKind.YesNo);
    private static readonly FormField Transforms = new("transforms", "All 8 rotations and reflections", "true", "Of each training maze, as in the paper.", FormFieldKind.YesNo);

    public static IReadOnlyList<DatasetForm> All { get; } =
    [
        new("generate-sudoku", "Generate Sudoku", "Uniquely solvable puzzles of a chosen difficulty; test puzzles are unlike all training puzzles.",
        [
            Name("sudoku-mine"),
            new("size", "Size", "9", "Digits, and cells per row.", FormFieldKind.Choice, "4", "6", "9"),
            new("train_count", "Training puzzles", "1000", ""), new("test_count", "Test puzzles", "500", ""),
            new("clues", "Clues", "", "Range of given cells, such as 44-52; fewer are harder. Empty: 4-8, 10-16 or 22-30."),
            new("rating", "Rating", "", "Range of failed tries of a simple solver, such as 0-10; empty takes any."), Seed,
        ],
        v => new GenerateSudokuJob
        {
            Name = v.Name("name"), Size = v.Int("size", 4, 9), Train = v.Int("train_count", 1), Test = v.Int("test_count", 1), Clues = v.Range("clues"), Rating = v.Range("rating"), Seed = v.Int("seed", 0),
        }),
        new("generate-maze", "Generate mazes", "Mazes with a known shortest path; no two are rotations or reflections of each other.",
        [
            Name("maze-mine"),
            new("kind", "Kind", "tree", "tree: one path, a fair exact match. walls: random walls as in Maze-Hard, many shortest paths.", FormFieldKind.Choice, "tree", "walls"),
            new("size", "Size", "10", "Cells per row, 4 to 64; Maze-Hard has 30, 10 trains on a CPU."),
            new("train_count", "Training mazes", "1000", ""), new("test_count", "Test mazes", "200", ""),
            new("moves", "Moves", "", "Range of path lengths, such as 14-40; empty asks for long ones."), Transforms, Seed,
        ],
        v => new GenerateMazeJob
        {
            Name = v.Name("name"), Kind = v.Text("kind") == "walls" ? MazeKind.RandomWalls : MazeKind.Tree, Side = v.Int("size", 4, MazeGeneratorOptions.MaximumSide), Train = v.Int("train_count", 1),
            Test = v.Int("test_count", 1), Moves = v.Range("moves"), Transforms = v.Flag("transforms"), Seed = v.Int("seed", 0),
        }),
        new("sudoku-csv", "Sudoku from CSV", "Your own puzzles in the format of Sudoku-Extreme: 4x4, 6x6 or 9x9, digits with . or 0 for blanks.",
        [
            Name("sudoku-mine"), TrainCsv, TestCsv, Subsample,
            new("augment", "Augmentations", "0", "Symmetric copies of each training puzzle, beside the original; the paper has 1000."),
            new("min_difficulty", "Least rating", "", "Keeps puzzles with at least this rating, of both splits."),
            new("fill_in", "Fill in", "0", "Blanks to give away in each puzzle, which makes them easier."),
            new("ambiguous", "Allow ambiguous", "false", "Otherwise a puzzle with several solutions is an error.", FormFieldKind.YesNo), Duplicates, Seed,
        ],
        v => new BuildSudokuJob
        {
            Name = v.Name("name"), TrainCsv = Either(v), TestCsv = v.Source("test"), Subsample = v.OptionalInt("subsample", 1), Augmentations = v.Int("augment", 0), MinDifficulty = v.OptionalNumber("min_difficulty"),
            FillIn = v.Int("fill_in", 0), AllowAmbiguous = v.Flag("ambiguous"), AllowDuplicates = v.Flag("duplicates"), Seed = v.Int("seed", 0),
        }),
        new("maze-csv", "Mazes from CSV", "Your own square mazes in the format of Maze-Hard: # wall, space open, S start, G goal, and o the path in the answer.",
        [Name("maze-mine"), TrainCsv, TestCsv, Subsample, Transforms, Duplicates, Seed],
        v => new BuildMazeJob
        {
            Name = v.Name("name"), TrainCsv = Either(v), TestCsv = v.Source("test"), Subsample = v.OptionalInt("subsample", 1), Transforms = v.Flag("transforms"), AllowDuplicates = v.Flag("duplicates"), Seed = v.Int("seed", 0),
        }),
        new("arc-json", "ARC from JSON", "Your own tasks: a file per task in a folder or .tar.gz, or one file of all tasks by name.",
        [
            Name("arc-mine"),
            new("tasks", "Tasks to score", "", "Their demonstrations are trained on, their test pairs are not.", FormFieldKind.File),
            new("extra", "Further training tasks", "", "All their pairs are trained on.", FormFieldKind.File),
            new("augment", "Augmentations", "1000", "Of each task: colours, rotations and reflections, translation. Fewer train faster."),
            new("leaks", "Allow leaks", "false", "Builds although test pairs are also trained on.", FormFieldKind.YesNo), Seed with { Default = "42" },
        ],
        v => new BuildArcJob
        {
            Name = v.Name("name"), Subsets = Subsets(v), TestSet = "tasks", Augmentations = v.Int("augment", 0), AllowLeaks = v.Flag("leaks"), Seed = (uint)v.Int("seed", 0),
        }),
        new("published", "Published", "The data sets of the paper: fetched, checked, and built as the paper does.",
        [
            new("set", "Data set", PublishedDataset.All[0].Name, "As the presets name it.", FormFieldKind.Choice, [.. PublishedDataset.All.Select(p => p.Name)]),
            new("from", "From disk", "", "A folder with the published files (also .gz), to take instead of downloading.", FormFieldKind.File),
            new("mirror", "Mirror", "", "Address of a server with the same paths, instead of the publisher's."),
            new("proxy", "Proxy", "", "Address of an HTTP proxy; empty takes the system's."),
            new("only_fetch", "Only fetch", "false", "Leaves the data set unbuilt.", FormFieldKind.YesNo),
        ],
        v => new PublishedJob { Name = v.Text("set"), From = v.Source("from", folder: true), Mirror = v.Address("mirror"), Proxy = v.Address("proxy"), OnlyFetch = v.Flag("only_fetch") }),
    ];

    private static FormField Name(string example) => new("name", "Name", example, "A directory of this name is made in data/datasets.");

    private static string? Either(FormValues v)
    {
        if (v.Text("train").Length == 0 && v.Text("test").Length == 0) v.Add("train", "a file is needed, for training or testing");
        return v.Source("train");
    }

    private static ArcSubsetSource[] Subsets(FormValues v)
    {
        var tasks = v.Source("tasks", required: true, folder: true);
        var extra = v.Source("extra", folder: true);
        return [.. extra is null ? [] : new[] { new ArcSubsetSource("extra", extra) }, new ArcSubsetSource("tasks", tasks ?? "")];
    }
}
