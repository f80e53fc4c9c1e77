namespace TrmLab.Core.Puzzles;

/// <summary>One row of a puzzle CSV; the texts are valid until the next row is read.</summary>
/// <param name="Line">Line number from 1, the header being line 1.</param>
/// <param name="Source">Where the puzzle comes from; empty without that column.</param>
/// <param name="Question">As written; spaces count.</param>
/// <param name="Answer">As written; spaces count.</param>
/// <param name="Rating">Difficulty; NaN without that column.</param>
public readonly record struct PuzzleCsvRow(int Line, ReadOnlyMemory<char> Source, ReadOnlyMemory<char> Question, ReadOnlyMemory<char> Answer, double Rating);
