using System.Globalization;
using System.Text.Json;
using TrmLab.Core.Numerics;
using TrmLab.Core.Puzzles.Maze;
using TrmLab.Core.Puzzles.Sudoku;
using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Verification;

/// <summary>One key of the file: how it is compared.</summary>
internal sealed record DataFunctionCheck(string Key, Tolerance Tolerance, Action<JsonElement, StageCheck> Compare);

/// <summary>Functions that make and read data, against recorded inputs and outputs; one stage per key of the archive's JSON file.</summary>
internal static class DataFunctionChecks
{
    private static readonly Dictionary<string, DataFunctionCheck> Checks = ArcChecks.All.Concat(
    [
        // A million draws of our own: the statistics agree within a few of their standard errors, here in units of the deviation.
        new DataFunctionCheck("trunc_normal_stats_1e6", new Tolerance(5e-3), Initialisation),
        new DataFunctionCheck("sudoku_shuffle", Tolerances.Exact, SudokuShuffle),
        new DataFunctionCheck("maze_charset", Tolerances.Exact, (golden, check) => check.Equal("characters", MazeTokens.Characters, golden.GetString())),
        new DataFunctionCheck("maze_encode", Tolerances.Exact, MazeEncoding),
    ]).ToDictionary(check => check.Key);

    /// <summary>Runs the checks of every key that is in the file.</summary>
    public static IEnumerable<StageResult> Run(JsonElement file)
    {
        foreach (var property in file.EnumerateObject())
        {
            if (!Checks.TryGetValue(property.Name, out var check))
                continue;
            foreach (var result in ArchiveVerifier.Guarded(
                [property.Name], () => [ArchiveVerifier.Single(property.Name, check.Tolerance, stage => check.Compare(property.Value, stage))]))
            {
                yield return result;
            }
        }
    }

    private static void Initialisation(JsonElement golden, StageCheck check)
    {
        const int Draws = 1_000_000;
        foreach (var property in golden.EnumerateObject())
        {
            var std = double.Parse(property.Name, CultureInfo.InvariantCulture);
            using var scope = NewDisposeScope();
            var values = TruncatedNormal.Draw(new SeededRandom(0), std, Draws).to(ScalarType.Float64);
            void Compare(string name, Tensor own) => check.Compare($"{name} at {property.Name}", own.item<double>() / std, property.Value.GetProperty(name).GetDouble() / std);
            Compare("mean", values.mean());
            Compare("std", values.std());
            Compare("min", values.min());
            Compare("max", values.max());
        }
    }

    private static void MazeEncoding(JsonElement golden, StageCheck check)
    {
        var characters = golden.GetProperty("chars").GetString()!;
        var tokens = new byte[characters.Length];
        check.Equal("characters that are unknown", MazeTokens.Parse(characters, tokens), -1);
        check.EqualSequence("ids", tokens, [.. golden.GetProperty("ids").EnumerateArray().Select(value => value.GetByte())]);
    }

    private static void SudokuShuffle(JsonElement golden, StageCheck check)
    {
        foreach (var recorded in golden.EnumerateArray())
        {
            int[] Integers(string key) => [.. recorded.GetProperty(key).EnumerateArray().Select(value => value.GetInt32())];
            byte[] Cells(string key) => [.. recorded.GetProperty(key).EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(value => value.GetByte())];
            var symmetry = new SudokuSymmetry(SudokuBoard.Nine, Integers("digit_map"), recorded.GetProperty("transpose").GetBoolean(), Integers("row_perm"), Integers("col_perm"));
            foreach (var (input, output) in new[] { ("board", "out_board"), ("solution", "out_solution") })
            {
                var transformed = new byte[SudokuBoard.Nine.Cells];
                symmetry.Apply(Cells(input), transformed);
                check.EqualSequence(output, transformed, Cells(output));
            }
        }
    }
}
