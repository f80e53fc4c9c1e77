using TrmLab.Core;
using TrmLab.Core.Numerics;
using TrmLab.Core.Puzzles;
using TrmLab.Core.Puzzles.Sudoku;
using TrmLab.Core.Tracing.Rules;

namespace TrmLab.Web.Inference;

/// <summary>The same puzzle in another form: a change of its tokens, and the change back for an answer.</summary>
/// <param name="Apply">Tokens of the question as the variant has them.</param>
/// <param name="Undo">Tokens of an answer to the variant as the puzzle itself has them.</param>
public sealed record PuzzleVariant(Func<int[], int[]> Apply, Func<int[], int[]> Undo)
{
    private const int SudokuVariants = 16;

    /// <summary>How many variants are asked, the puzzle itself counted; 0 where there are none, see <see cref="WhyNone"/>.</summary>
    public static int CountOf(PuzzleRules rules) => rules.Kind switch
    {
        "sudoku" => SudokuVariants,
        "maze" => Dihedral.Count,
        _ => 0,
    };

    /// <summary>Why no variants of these puzzles can be asked; null where they can.</summary>
    public static string? WhyNone(PuzzleRules rules) => CountOf(rules) > 0 ? null : rules.Kind == "arc"
        ? "Not for ARC: a rotated or recoloured task is a puzzle with an embedding of its own, so the network would be asked something else."
        : "Not for these puzzles: what their tokens mean is not known.";

    /// <summary>All but the puzzle itself: of Sudoku relabelled, permuted and transposed boards, of a maze the rotations and reflections.</summary>
    /// <exception cref="InputException">There are none.</exception>
    public static IReadOnlyList<PuzzleVariant> Of(int cells, int vocabulary)
    {
        var rules = PuzzleRules.Of(cells, vocabulary);
        if (WhyNone(rules) is { } why) throw new InputException(why);
        if (!SudokuBoard.TryFromCells(cells, out var board) || rules.Kind == "maze") return [.. Enumerable.Range(1, Dihedral.Count - 1).Select(transform => Turned(transform, rules.Columns))];
        var random = new SeededRandom(1);
        return [.. Enumerable.Range(1, SudokuVariants - 1).Select(_ => Permuted(SudokuSymmetry.Draw(board, random)))];
    }

    private static PuzzleVariant Turned(int transform, int side) => new(tokens => Turn(transform, tokens, side), tokens => Turn(Dihedral.Inverse(transform), tokens, side));

    private static int[] Turn(int transform, int[] tokens, int side)
    {
        var turned = new int[tokens.Length];
        Dihedral.Apply<int>(transform, tokens, side, side, turned);
        return turned;
    }

    private static PuzzleVariant Permuted(SudokuSymmetry symmetry) => new(tokens => Moved(tokens, symmetry.Apply), tokens => Moved(tokens, symmetry.Undo));

    // A padding token is no digit; it counts as a blank.
    private static int[] Moved(int[] tokens, Move move)
    {
        var moved = new byte[tokens.Length];
        move([.. tokens.Select(token => (byte)Math.Max(0, token - SudokuTokens.Blank))], moved);
        return [.. moved.Select(digit => digit + SudokuTokens.Blank)];
    }

    private delegate void Move(ReadOnlySpan<byte> source, Span<byte> destination);
}
