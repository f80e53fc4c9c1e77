using System.Text;

namespace TrmLab.Core.Interchange;

/// <summary>Lines of a text whose length is bounded: a file without line ends must not fill the memory.</summary>
internal sealed class LimitedLines(TextReader reader, string source, int longest)
{
    private readonly char[] _buffer = new char[16 * 1024];
    private readonly StringBuilder _rest = new();
    private int _start;
    private int _end;

    /// <summary>1-based number of the line read last.</summary>
    public int Number { get; private set; }

    /// <summary>Whether the line read last was closed by a line end; a cut-off file's last line is not.</summary>
    public bool Closed { get; private set; }

    /// <summary>The next line without its end, or null behind the last.</summary>
    public string? Next()
    {
        Closed = false;
        _rest.Clear();
        while (_start < _end || Fill())
        {
            var span = _buffer.AsSpan(_start, _end - _start);
            var at = span.IndexOf('\n');
            var piece = at < 0 ? span : span[..at];
            if (_rest.Length + piece.Length > longest) throw new InputException($"{source} line {Number + 1}: longer than {longest} characters; this is no metrics file.");
            _rest.Append(piece);
            _start += at < 0 ? piece.Length : at + 1;
            if (at < 0) continue;
            Closed = true;
            break;
        }

        if (!Closed && _rest.Length == 0) return null;
        Number++;
        if (_rest.Length > 0 && _rest[^1] == '\r') _rest.Length--;
        return _rest.ToString();
    }

    private bool Fill()
    {
        _start = 0;
        _end = InterchangeFiles.Guarded(source, () => reader.Read(_buffer));
        return _end > 0;
    }
}
