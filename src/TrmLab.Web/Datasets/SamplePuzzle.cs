using TrmLab.Core.Puzzles.Arc;

namespace TrmLab.Web.Datasets;

/// <summary>One puzzle of a data set, ready to be drawn.</summary>
/// <param name="Kind">What the tokens mean.</param>
/// <param name="Index">Place in the split, from 0.</param>
/// <param name="Count">Puzzles in the split.</param>
/// <param name="Group">Original that it belongs to, from 0.</param>
/// <param name="Groups">Originals in the split.</param>
/// <param name="GroupStart">First puzzle of the group: the original itself.</param>
/// <param name="Copy">Place in the group; 0 is the original.</param>
/// <param name="Copies">Puzzles in the group.</param>
/// <param name="Identifier">Name of the puzzle identifier.</param>
/// <param name="Rating">Difficulty; null if unknown.</param>
/// <param name="Examples">Question and answer tokens; without <see cref="Pairs"/>.</param>
/// <param name="Pairs">Grids of an ARC puzzle, translation undone.</param>
/// <param name="Remarks">What the rules of the puzzle say about it.</param>
public sealed record SamplePuzzle(
    DatasetKind Kind, int Index, int Count, int Group, int Groups, int GroupStart, int Copy, int Copies, string Identifier, float? Rating,
    IReadOnlyList<(int[] Question, int[] Answer)> Examples, IReadOnlyList<ArcPair> Pairs, IReadOnlyList<string> Remarks);
