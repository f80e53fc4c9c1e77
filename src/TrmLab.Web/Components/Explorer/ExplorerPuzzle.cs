using TrmLab.Core.Tracing;
using TrmLab.Web.Inference;

namespace TrmLab.Web.Components.Explorer;

/// <summary>The puzzle that an address means.</summary>
/// <param name="Puzzle">Its tokens.</param>
/// <param name="Title">For people.</param>
/// <param name="Text">As it is typed.</param>
/// <param name="Problems">Broken rules; such a puzzle is shown but not traced.</param>
/// <param name="Note">What is special about it.</param>
public sealed record ExplorerPuzzle(TracePuzzle Puzzle, string Title, string Text, IReadOnlyList<string> Problems, string? Note)
{
    /// <summary>Reads the typed puzzle, or the one of the data set.</summary>
    /// <exception cref="Core.InputException">The text is no puzzle for the network, or there is no such example.</exception>
    public static ExplorerPuzzle Of(ExplorerAddress address, ExplorableCheckpoint checkpoint, PuzzleShelf? shelf)
    {
        var shape = checkpoint.Manifest.Shape;
        if (address.Puzzle is { } text)
        {
            var typed = TypedPuzzle.Of(PuzzleText.Parse(text, shape), shape);
            return new ExplorerPuzzle(typed.Puzzle, "typed puzzle", text, typed.Problems, typed.Note);
        }

        if (shelf is null) throw new Core.InputException("no data set for this checkpoint is here; type a puzzle, or put the run's data in its place");
        var puzzle = CheckpointData.Read(shelf.Directory, shelf.Split, address.Index);
        return new ExplorerPuzzle(puzzle, $"{Path.GetFileName(shelf.Directory)} {shelf.Split} {address.Index}", TypedPuzzle.Format(puzzle.Inputs, shape), [], null);
    }

    /// <summary>The text with one cell changed.</summary>
    /// <exception cref="Core.InputException">The sign is none of this kind of puzzle.</exception>
    public string With(int cell, string sign, ExplorableCheckpoint checkpoint)
    {
        var shape = checkpoint.Manifest.Shape;
        int[] tokens = [.. Puzzle.Inputs];
        if ((uint)cell >= (uint)tokens.Length) return Text;
        tokens[cell] = PuzzleText.Token(sign, shape);
        return TypedPuzzle.Format(tokens, shape);
    }
}
