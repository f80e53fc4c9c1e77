namespace TrmLab.Core.Puzzles.Sudoku;

/// <summary>
/// The smallest board (read row by row) that a solved board can be turned into by the symmetries of <see cref="SudokuSymmetry"/>. Two boards
/// are the same up to symmetry exactly if these are equal.
/// </summary>
/// <remarks>
/// For each transposition, first row and order of columns, the relabelling (the first row becomes 1, 2, 3, ...) and the order of the other rows
/// (bands, and rows inside them, by their first digit) follow, so 23,328 candidates remain for a 9x9 board, most of them dropped at the second row.
/// </remarks>
public sealed class SudokuCanonicalForm
{
    private readonly SudokuBoard _board;
    private readonly int[][] _columnOrders;
    private readonly byte[] _best;
    private readonly byte[] _candidate;
    private readonly byte[] _labels;
    private readonly int[] _rows;
    private readonly byte[] _firstDigits;

    public SudokuCanonicalForm(SudokuBoard board)
    {
        _board = board;
        _columnOrders = [.. LineOrders(board.Size, board.BoxColumns)];
        _best = new byte[board.Cells];
        _candidate = new byte[board.Cells];
        _labels = new byte[board.Size + 1];
        _rows = new int[board.Size];
        _firstDigits = new byte[board.Size];
    }

    /// <summary>Canonical form of a solved board.</summary>
    public byte[] Of(ReadOnlySpan<byte> solution)
    {
        _best.AsSpan().Fill(byte.MaxValue);
        byte[] original = solution.ToArray();
        Improve(original);
        if (_board.CanTranspose)
        {
            byte[] transposed = new byte[_board.Cells];
            for (int cell = 0; cell < transposed.Length; cell++)
            {
                transposed[cell] = original[(cell % _board.Size * _board.Size) + (cell / _board.Size)];
            }

            Improve(transposed);
        }

        return [.. _best];
    }

    private void Improve(byte[] cells)
    {
        for (int first = 0; first < _board.Size; first++)
        {
            foreach (int[] columns in _columnOrders)
            {
                for (int i = 0; i < columns.Length; i++)
                {
                    _labels[cells[(first * _board.Size) + columns[i]]] = (byte)(i + 1);
                }

                OrderRows(cells, first, columns[0]);
                Compare(cells, columns);
            }
        }
    }

    /// <summary>Sorts rows inside bands and then the bands by their first digit, keeping the band of the first row and that row in front.</summary>
    private void OrderRows(byte[] cells, int first, int firstColumn)
    {
        int perBand = _board.BoxRows;
        for (int row = 0; row < _rows.Length; row++)
        {
            // The first row holds the smallest digit, so sorting by digit puts it and its band in front.
            _firstDigits[row] = _labels[cells[(row * _board.Size) + firstColumn]];
        }

        Span<int> smallest = stackalloc int[_board.Size / perBand];
        Span<int> bands = stackalloc int[smallest.Length];
        for (int band = 0; band < bands.Length; band++)
        {
            bands[band] = band;
            smallest[band] = int.MaxValue;
            for (int i = 0; i < perBand; i++)
            {
                smallest[band] = Math.Min(smallest[band], _firstDigits[(band * perBand) + i]);
            }
        }

        smallest.Sort(bands);
        for (int place = 0; place < bands.Length; place++)
        {
            Span<int> inside = _rows.AsSpan(place * perBand, perBand);
            for (int i = 0; i < perBand; i++)
            {
                int row = (bands[place] * perBand) + i;
                int j = i;
                for (; j > 0 && _firstDigits[inside[j - 1]] > _firstDigits[row]; j--)
                {
                    inside[j] = inside[j - 1];
                }

                inside[j] = row;
            }
        }
    }

    private void Compare(byte[] cells, int[] columns)
    {
        bool smaller = false;
        for (int row = 1; row < _rows.Length; row++)
        {
            int source = _rows[row] * _board.Size;
            int target = row * _board.Size;
            for (int i = 0; i < columns.Length; i++)
            {
                byte digit = _labels[cells[source + columns[i]]];
                if (!smaller && digit != _best[target + i])
                {
                    if (digit > _best[target + i])
                    {
                        return;
                    }

                    smaller = true;
                    _best.AsSpan(0, target + i).CopyTo(_candidate);
                }

                _candidate[target + i] = digit;
            }
        }

        if (smaller)
        {
            _candidate.CopyTo(_best.AsSpan());
            for (int i = 0; i < _board.Size; i++)
            {
                _best[i] = (byte)(i + 1);
            }
        }
    }

    private static IEnumerable<int[]> LineOrders(int size, int perBlock)
    {
        foreach (int[] blocks in Permutations(size / perBlock))
        {
            IEnumerable<int[]> orders = [[]];
            foreach (int block in blocks)
            {
                orders = orders.SelectMany(order => Permutations(perBlock).Select(inside => (int[])[.. order, .. inside.Select(i => (block * perBlock) + i)]));
            }

            foreach (int[] order in orders)
            {
                yield return order;
            }
        }
    }

    private static IEnumerable<int[]> Permutations(int count) =>
        count == 0
            ? [[]]
            : Permutations(count - 1).SelectMany(rest => Enumerable.Range(0, count).Select(place => (int[])[.. rest[..place], count - 1, .. rest[place..]]));
}
