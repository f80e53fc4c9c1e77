namespace TrmLab.Core.Puzzles.Sudoku;

/// <summary>What a search found.</summary>
/// <param name="Solutions">Number of solutions, counted up to the limit that was asked for.</param>
/// <param name="Backtracks">Digits that were tried and failed before the first solution: the difficulty rating <c>singles_backtracks</c>.</param>
public readonly record struct SudokuSolution(int Solutions, int Backtracks);
