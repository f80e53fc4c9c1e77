using TrmLab.Core.Configuration;

namespace TrmLab.Web.Datasets;

/// <summary>What "Train on it" starts from.</summary>
/// <param name="Preset">Name of the preset.</param>
/// <param name="Changes">Fields that differ from it, as <c>field=value</c>.</param>
public sealed record TrainingRecipe(string Preset, IReadOnlyList<string> Changes)
{
    // Above these a demo's small network and short schedule would learn nothing; the paper's recipe is meant for such sets.
    private const int LargeSudokuSet = 100_000;
    private const int LargeMaze = 20;

    /// <summary>Address of the form of a new run.</summary>
    public string Address => $"new?preset={Preset}" + string.Concat(Changes.Select(change => "&set=" + Uri.EscapeDataString(change)));

    /// <summary>The first preset that names the data set; else the one of its kind and size, with the run called after the set. Null where no preset fits.</summary>
    public static TrainingRecipe? For(DatasetSummary set)
    {
        var data = "data_paths=" + set.Entry.Path;
        if (Presets.Names.FirstOrDefault(preset => Presets.Get(preset).DataPaths.Contains(set.Entry.Path)) is { } own) return new TrainingRecipe(own, [data]);
        var name = Path.GetFileName(set.Entry.Path);
        string[] changes = [data, "run_name=" + name];
        return set.Kind switch
        {
            { Family: PuzzleFamily.Sudoku, Side: 4 } => new TrainingRecipe("sudoku-4x4-demo", changes),
            { Family: PuzzleFamily.Sudoku, Side: 9 } when name.StartsWith("sudoku-extreme", StringComparison.Ordinal) || set.Train?.TotalGroups >= LargeSudokuSet => new TrainingRecipe("sudoku-extreme-mlp", changes),
            { Family: PuzzleFamily.Sudoku } => new TrainingRecipe("sudoku-9x9-demo", changes),
            { Family: PuzzleFamily.Maze, Side: < LargeMaze } => new TrainingRecipe("sudoku-9x9-demo", [.. changes, "online_augmentation=dihedral"]),
            { Family: PuzzleFamily.Maze } => new TrainingRecipe("maze-hard", changes),
            { Family: PuzzleFamily.Arc } => new TrainingRecipe(name.StartsWith("arc2", StringComparison.Ordinal) ? "arc2" : "arc1", changes),
            _ => null,
        };
    }
}
