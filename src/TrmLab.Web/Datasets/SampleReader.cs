using TrmLab.Core;
using TrmLab.Core.Puzzles;
using TrmLab.Core.Puzzles.Arc;
using TrmLab.Core.Puzzles.Maze;
using TrmLab.Core.Puzzles.Sudoku;

namespace TrmLab.Web.Datasets;

/// <summary>Reads single puzzles of one split; the arrays stay on disk.</summary>
public sealed class SampleReader : IDisposable
{
    private readonly PuzzleDataset _dataset;
    private readonly IReadOnlyList<string> _names;
    private readonly DatasetKind _kind;

    /// <exception cref="InputException">The split is missing or damaged.</exception>
    public SampleReader(DatasetEntry entry, string split)
    {
        _kind = DatasetKind.Of(entry.Directory, split);
        _names = PuzzleDataset.ReadIdentifiers(entry.Directory);
        _dataset = PuzzleDataset.Open(entry.Directory, split);
    }

    /// <summary>Puzzles of all sets of the split, augmented copies counted.</summary>
    public int Count => _dataset.Sets.Sum(set => set.Puzzles);

    /// <summary>Originals of all sets of the split.</summary>
    public int Groups => _dataset.Sets.Sum(set => set.Groups);

    /// <summary>First puzzle of a group, clamped to those that exist.</summary>
    public int StartOf(int group)
    {
        group = Math.Clamp(group, 0, Math.Max(0, Groups - 1));
        var puzzles = 0;
        foreach (var set in _dataset.Sets)
        {
            if (group < set.Groups) return puzzles + set.GroupIndices[group];
            group -= set.Groups;
            puzzles += set.Puzzles;
        }

        return 0;
    }

    /// <summary>Reads a puzzle.</summary>
    /// <exception cref="InputException">There is none of this index, or a value is damaged.</exception>
    public SamplePuzzle Read(int index)
    {
        int local = index, before = 0, groupsBefore = 0;
        foreach (var set in _dataset.Sets)
        {
            if (local >= 0 && local < set.Puzzles) return Read(set, local, before, groupsBefore);
            local -= set.Puzzles;
            before += set.Puzzles;
            groupsBefore += set.Groups;
        }

        throw new InputException($"There is no puzzle {index + 1:N0}; the {_dataset.Split} split has {Count:N0}.");
    }

    public void Dispose() => _dataset.Dispose();

    private SamplePuzzle Read(PuzzleSet set, int puzzle, int before, int groupsBefore)
    {
        // Empty groups share their start with the next one, which is the owner.
        var found = Array.BinarySearch(set.GroupIndices, puzzle);
        var group = found < 0 ? ~found - 1 : Array.LastIndexOf(set.GroupIndices, puzzle);
        var identifier = set.PuzzleIdentifiers[puzzle];
        var name = identifier < _names.Count ? _names[identifier] : $"{identifier}";
        var examples = _kind.Family == PuzzleFamily.Arc ? [] : Examples(set, puzzle);
        var pairs = _kind.Family == PuzzleFamily.Arc ? ArcStoredTasks.Pairs(set, puzzle) : [];
        float? rating = set.Ratings is { } ratings && !float.IsNaN(ratings[puzzle]) ? ratings[puzzle] : null;
        return new SamplePuzzle(
            _kind, before + puzzle, Count, groupsBefore + group, Groups, before + set.GroupIndices[group], puzzle - set.GroupIndices[group], set.GroupIndices[group + 1] - set.GroupIndices[group],
            name, rating, examples, pairs, [.. examples.SelectMany(Remarks), .. pairs.Select(p => $"{p.Input.Rows}x{p.Input.Columns} to {p.Output.Rows}x{p.Output.Columns}")]);
    }

    private static List<(int[] Question, int[] Answer)> Examples(PuzzleSet set, int puzzle)
    {
        var examples = new List<(int[], int[])>();
        for (var e = set.PuzzleIndices[puzzle]; e < set.PuzzleIndices[puzzle + 1]; e++)
        {
            var (question, answer) = (new int[set.Inputs.RowLength], new int[set.Inputs.RowLength]);
            set.CopyExample(e, question, answer);
            examples.Add((question, answer));
        }

        return examples;
    }

    private IEnumerable<string> Remarks((int[] Question, int[] Answer) example)
    {
        if (_kind.Family == PuzzleFamily.Sudoku)
        {
            var board = SudokuBoard.FromSize(_kind.Side);
            byte[] question = new byte[board.Cells], answer = new byte[board.Cells];
            SudokuTokens.Decode(example.Question, question);
            SudokuTokens.Decode(example.Answer, answer);
            yield return $"{question.Count(digit => digit > 0)} of {board.Cells} cells given";
            var broken = SudokuRules.BrokenConstraints(board, answer, question).Count;
            yield return broken == 0 && SudokuRules.IsSolved(board, answer) ? "answer keeps all rules" : $"answer breaks {broken} rules";
        }
        else if (_kind.Family == PuzzleFamily.Maze)
        {
            var path = new MazePathChecker(_kind.Side).Check(example.Question, example.Answer);
            yield return $"shortest path has {path.ShortestMoves} moves";
            yield return path.Shortest ? "answer is a shortest path" : path.Valid ? "answer is a path, but not a shortest one" : "answer is no path";
        }
    }
}
