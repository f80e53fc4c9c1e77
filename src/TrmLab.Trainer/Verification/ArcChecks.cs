using System.Text.Json;
using System.Text.Json.Nodes;
using TrmLab.Core.Puzzles;
using TrmLab.Core.Puzzles.Arc;

namespace TrmLab.Trainer.Verification;

/// <summary>ARC's grids, augmentations, hashes, sequences and the vote, against recorded inputs and outputs.</summary>
internal static class ArcChecks
{
    private static readonly Tolerance Scores = new(1e-9);

    /// <summary>By key of the archive's JSON file.</summary>
    public static IEnumerable<DataFunctionCheck> All =>
    [
        new("dihedral_inverse", Tolerances.Exact, (golden, check) => check.EqualSequence("inverse", [.. Enumerable.Range(0, Dihedral.Count).Select(Dihedral.Inverse)], Integers(golden))),
        new("dihedral", Tolerances.Exact, Transforms),
        new("crop", Tolerances.Exact, Crop),
        new("aug", Tolerances.Exact, Augmentation),
        new("hash", Tolerances.Exact, Hash),
        new("grid_to_seq", Tolerances.Exact, Sequence),
        new("arc_eval", Scores, Evaluation),
    ];

    private static void Transforms(JsonElement golden, StageCheck check)
    {
        var (rows, columns, cells) = Cells(golden.GetProperty("in"));
        foreach (var output in golden.GetProperty("out").EnumerateObject())
        {
            var transform = int.Parse(output.Name, System.Globalization.CultureInfo.InvariantCulture);
            var (height, width, expected) = Cells(output.Value);
            byte[] there = new byte[cells.Length], back = new byte[cells.Length];
            Dihedral.Apply<byte>(transform, cells, rows, columns, there);
            Dihedral.Apply<byte>(Dihedral.Inverse(transform), there, height, width, back);
            check.EqualSequence($"transform {output.Name}", there, expected);
            check.EqualSequence($"transform {output.Name} and back", back, cells);
        }
    }

    private static void Crop(JsonElement golden, StageCheck check)
    {
        foreach (var recorded in golden.EnumerateArray())
        {
            var cropped = ArcSequence.Crop(Bytes(recorded.GetProperty("in")));
            check.EqualSequence("shape", [cropped.Rows, cropped.Columns], Integers(recorded.GetProperty("shape")));
            check.Equal("grid", cropped, Grid(recorded.GetProperty("out")));
        }
    }

    private static void Augmentation(JsonElement golden, StageCheck check)
    {
        foreach (var recorded in golden.EnumerateArray())
        {
            var name = recorded.GetProperty("name").GetString()!;
            var (task, augmentation) = ArcAugmentation.Parse(name);
            var grid = Grid(recorded.GetProperty("in"));
            check.Equal($"task of {name}", task, recorded.GetProperty("orig").GetString());
            if (recorded.TryGetProperty("inverse_of_in", out var inverse))
            {
                check.Equal($"{name} undone", augmentation.Undo(grid), Grid(inverse));
                continue;
            }

            var augmented = augmentation.Apply(grid);
            check.Equal(name, augmented, Grid(recorded.GetProperty("aug_out")));
            check.Equal($"{name} undone", augmentation.Undo(augmented), Grid(recorded.GetProperty("inverse_out")));
        }
    }

    private static void Hash(JsonElement golden, StageCheck check)
    {
        var grid = Grid(golden.GetProperty("grid"));
        var transposed = new ArcAugmentation(6, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]).Apply(grid);
        check.Equal("grid_hash", ArcHash.OfGrid(grid), golden.GetProperty("grid_hash").GetString());
        check.Equal("puzzle_hash", ArcHash.OfPuzzle([new ArcPair(grid, transposed), new ArcPair(transposed, grid)]), golden.GetProperty("puzzle_hash").GetString());
    }

    private static void Sequence(JsonElement golden, StageCheck check)
    {
        foreach (var recorded in golden.EnumerateArray())
        {
            foreach (var (grid, sequence) in new[] { ("inp", "inp_seq"), ("out", "out_seq") })
            {
                var tokens = new byte[ArcSequence.Length];
                ArcSequence.Encode(Grid(recorded.GetProperty(grid)), recorded.GetProperty("pad_r").GetInt32(), recorded.GetProperty("pad_c").GetInt32(), tokens);
                check.EqualSequence(sequence, tokens, Bytes(recorded.GetProperty(sequence)));
            }
        }
    }

    private static void Evaluation(JsonElement golden, StageCheck check)
    {
        var folder = Directory.CreateTempSubdirectory("trmlab-verify").FullName;
        try
        {
            foreach (var file in new[] { "test_puzzles", "identifiers" })
                File.WriteAllText(Path.Combine(folder, $"{file}.json"), golden.GetProperty(file).GetRawText());
            var vote = AugmentationVote.For(folder);
            var (inputs, predictions, identifiers, halting) =
                (golden.GetProperty("inputs"), golden.GetProperty("preds"), golden.GetProperty("puzzle_identifiers"), golden.GetProperty("q_halt_logits"));
            for (var row = 0; row < inputs.GetArrayLength(); row++)
                vote.Add(identifiers[row].GetInt32(), Integers(inputs[row]), Integers(predictions[row]), halting[row].GetDouble());
            var evaluation = vote.Evaluate();
            foreach (var metric in golden.GetProperty("result").EnumerateObject())
                check.Compare(metric.Name, evaluation.Metrics.GetValueOrDefault(metric.Name, double.NaN), metric.Value.GetDouble());
            using var submission = new MemoryStream();
            evaluation.WriteSubmission(submission);
            check.Equal(
                "submission equals the reference's", JsonNode.DeepEquals(JsonNode.Parse(submission.ToArray()), JsonNode.Parse(golden.GetProperty("submission").GetRawText())), true);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static ArcGrid Grid(JsonElement rows)
    {
        var (height, width, cells) = Cells(rows);
        return new ArcGrid(height, width, cells);
    }

    private static (int Rows, int Columns, byte[] Cells) Cells(JsonElement rows)
    {
        byte[][] cells = [.. rows.EnumerateArray().Select(Bytes)];
        return (cells.Length, cells.Length == 0 ? 0 : cells[0].Length, [.. cells.SelectMany(row => row)]);
    }

    private static byte[] Bytes(JsonElement row) => [.. row.EnumerateArray().Select(value => value.GetByte())];

    private static int[] Integers(JsonElement row) => [.. row.EnumerateArray().Select(value => value.GetInt32())];
}
