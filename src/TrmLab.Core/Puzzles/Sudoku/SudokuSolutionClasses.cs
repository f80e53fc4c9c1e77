namespace TrmLab.Core.Puzzles.Sudoku;

/// <summary>
/// A set of solved boards up to symmetry. Boards are told apart by <see cref="SudokuInvariant"/> where that is enough, so millions cost
/// seconds; only boards with equal invariants are brought to canonical form.
/// </summary>
/// <param name="board">Geometry.</param>
public sealed class SudokuSolutionClasses(SudokuBoard board)
{
    private readonly SudokuCanonicalForm _canonical = new(board);
    private readonly Dictionary<ulong, List<Member>> _members = [];

    /// <summary>Classes in the set.</summary>
    public int Count { get; private set; }

    /// <summary>Adds the class of a solved board.</summary>
    /// <param name="solution">The board; the array is kept.</param>
    /// <param name="tag">Returned by <see cref="Find(ReadOnlySpan{byte})"/>.</param>
    /// <returns>False if the class is there already.</returns>
    public bool Add(byte[] solution, int tag)
    {
        ulong invariant = SudokuInvariant.Of(board, solution);
        if (Find(invariant, solution) is not null)
        {
            return false;
        }

        if (!_members.TryGetValue(invariant, out List<Member>? members))
        {
            _members[invariant] = members = new List<Member>(1);
        }

        members.Add(new Member(solution, tag));
        Count++;
        return true;
    }

    /// <summary>The tag of the class of a solved board; null if it is not in the set.</summary>
    public int? Find(ReadOnlySpan<byte> solution) => Find(SudokuInvariant.Of(board, solution), solution)?.Tag;

    private Member? Find(ulong invariant, ReadOnlySpan<byte> solution)
    {
        if (!_members.TryGetValue(invariant, out List<Member>? members))
        {
            return null;
        }

        byte[] wanted = _canonical.Of(solution);
        return members.Find(member => (member.Canonical ??= _canonical.Of(member.Solution)).AsSpan().SequenceEqual(wanted));
    }

    private sealed class Member(byte[] solution, int tag)
    {
        public byte[] Solution { get; } = solution;

        public int Tag { get; } = tag;

        public byte[]? Canonical { get; set; }
    }
}
