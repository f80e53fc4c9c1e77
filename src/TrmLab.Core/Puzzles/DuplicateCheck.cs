namespace TrmLab.Core.Puzzles;

/// <summary>Finds repeated puzzles of a file by a 64-bit hash (16 million rows give a false alarm once in 100,000 files).</summary>
/// <param name="path">File for the message.</param>
public sealed class DuplicateCheck(string path)
{
    private readonly Dictionary<ulong, int> _lines = [];

    /// <exception cref="InputException">The question was added before.</exception>
    public void Add(ReadOnlySpan<byte> question, int line)
    {
        // FNV-1a.
        ulong hash = 14695981039346656037UL;
        foreach (byte cell in question)
        {
            hash = (hash ^ cell) * 1099511628211UL;
        }

        if (!_lines.TryAdd(hash, line))
        {
            throw new InputException($"{path} line {line}: the puzzle repeats that of line {_lines[hash]}; remove one of them, or allow duplicates.");
        }
    }
}
