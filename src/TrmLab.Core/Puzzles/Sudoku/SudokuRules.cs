namespace TrmLab.Core.Puzzles.Sudoku;

/// <summary>What is wrong with a board, in terms a reader of the board understands.</summary>
public static class SudokuRules
{
    /// <summary>
    /// Every broken rule: rows, columns, boxes, then changed givens. Values outside 1..size count as blank and break nothing, so an
    /// unfinished answer can be judged too.
    /// </summary>
    /// <param name="board">Geometry.</param>
    /// <param name="cells">The answer so far.</param>
    /// <param name="givens">The question, to find changed givens; empty if there is none.</param>
    public static IReadOnlyList<BrokenConstraint> BrokenConstraints(SudokuBoard board, ReadOnlySpan<byte> cells, ReadOnlySpan<byte> givens = default)
    {
        var broken = new List<BrokenConstraint>();
        Span<int> counts = stackalloc int[board.Size + 1];
        for (int unit = 0; unit < board.Units.Length; unit++)
        {
            counts.Clear();
            foreach (int cell in board.Units[unit])
            {
                counts[cells[cell] <= board.Size ? cells[cell] : 0]++;
            }

            for (int digit = 1; digit <= board.Size; digit++)
            {
                if (counts[digit] > 1)
                {
                    var involved = new List<int>();
                    foreach (int cell in board.Units[unit])
                    {
                        if (cells[cell] == digit)
                        {
                            involved.Add(cell);
                        }
                    }

                    broken.Add(new BrokenConstraint((SudokuConstraint)(unit / board.Size), unit % board.Size, digit, involved));
                }
            }
        }

        for (int cell = 0; cell < givens.Length; cell++)
        {
            if (givens[cell] != 0 && givens[cell] != cells[cell])
            {
                broken.Add(new BrokenConstraint(SudokuConstraint.Given, cell, givens[cell], [cell]));
            }
        }

        return broken;
    }

    /// <summary>A full board that breaks no rule.</summary>
    public static bool IsSolved(SudokuBoard board, ReadOnlySpan<byte> cells)
    {
        foreach (int[] unit in board.Units)
        {
            int seen = 0;
            foreach (int cell in unit)
            {
                seen |= 1 << cells[cell];
            }

            if (seen != ((1 << (board.Size + 1)) - 2))
            {
                return false;
            }
        }

        return true;
    }
}
