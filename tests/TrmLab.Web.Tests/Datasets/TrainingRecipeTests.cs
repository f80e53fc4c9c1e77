using TrmLab.Core.Puzzles;
using TrmLab.Web.Datasets;

namespace TrmLab.Web.Tests.Datasets;

public sealed class TrainingRecipeTests
{
    [Theory]
    [InlineData("samples/sudoku-4x4", PuzzleFamily.Sudoku, 4, "sudoku-4x4-demo")]
    [InlineData("samples/sudoku-9x9", PuzzleFamily.Sudoku, 9, "sudoku-9x9-demo")]
    [InlineData("datasets/sudoku-extreme-1k-aug-1000", PuzzleFamily.Sudoku, 9, "sudoku-extreme-mlp")]
    [InlineData("datasets/maze-30x30-hard-1k", PuzzleFamily.Maze, 30, "maze-hard")]
    [InlineData("datasets/arc1concept-aug-1000", PuzzleFamily.Arc, 30, "arc1")]
    [InlineData("datasets/arc2concept-aug-1000", PuzzleFamily.Arc, 30, "arc2")]
    public void A_preset_that_names_the_set_comes_first(string path, PuzzleFamily family, int side, string preset)
    {
        var recipe = TrainingRecipe.For(Set(path, family, side))!;
        Assert.Equal(preset, recipe.Preset);
        Assert.Equal([$"data_paths={path}"], recipe.Changes);
    }

    [Theory]
    [InlineData("mine", PuzzleFamily.Sudoku, 6, 1000, "sudoku-9x9-demo")]
    [InlineData("mine", PuzzleFamily.Sudoku, 9, 1000, "sudoku-9x9-demo")]
    [InlineData("mine", PuzzleFamily.Sudoku, 9, 1_000_000, "sudoku-extreme-mlp")]
    [InlineData("sudoku-extreme-10k", PuzzleFamily.Sudoku, 9, 10_000, "sudoku-extreme-mlp")]
    [InlineData("mine", PuzzleFamily.Maze, 30, 1000, "maze-hard")]
    [InlineData("arc2concept-aug-10", PuzzleFamily.Arc, 30, 1000, "arc2")]
    [InlineData("mine", PuzzleFamily.Arc, 30, 1000, "arc1")]
    public void Another_set_takes_a_preset_of_its_kind_and_size_under_its_own_name(string name, PuzzleFamily family, int side, int groups, string preset)
    {
        var recipe = TrainingRecipe.For(Set("datasets/" + name, family, side, groups))!;
        Assert.Equal(preset, recipe.Preset);
        Assert.Equal([$"data_paths=datasets/{name}", $"run_name={name}"], recipe.Changes);
    }

    [Fact]
    public void A_small_maze_takes_a_demos_network_with_symmetries_that_fit_it()
    {
        var recipe = TrainingRecipe.For(Set("datasets/small", PuzzleFamily.Maze, 9))!;
        Assert.Equal("new?preset=sudoku-9x9-demo&set=data_paths%3Ddatasets%2Fsmall&set=run_name%3Dsmall&set=online_augmentation%3Ddihedral", recipe.Address);
    }

    [Fact]
    public void Tokens_that_mean_nothing_known_have_no_recipe() => Assert.Null(TrainingRecipe.For(Set("datasets/mine", PuzzleFamily.Other, 3)));

    private static DatasetSummary Set(string path, PuzzleFamily family, int side, int groups = 1000) =>
        new(new DatasetEntry(path, "/nowhere"), new DatasetKind(family, side), new DatasetMetadata { TotalGroups = groups }, null, 0, null, "");
}
