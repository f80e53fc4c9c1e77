using System.Globalization;
using System.IO.Compression;

namespace TrmLab.Core.Puzzles;

/// <summary>
/// Streams the published CSV form of Sudoku and maze puzzles: a header with the columns source, question, answer, rating (any order; source
/// and rating may be missing), one puzzle per line. A byte-order mark, Windows line ends, quoted fields and <c>.gz</c> files are read.
/// </summary>
public static class PuzzleCsv
{
    /// <exception cref="InputException">The file cannot be read, or a row is malformed; the message has file and line.</exception>
    public static IEnumerable<PuzzleCsvRow> Read(string path)
    {
        using StreamReader reader = Open(path);
        CsvColumns columns = CsvColumns.Parse(ReadLine(reader, path) ?? throw new InputException($"{path}: the file is empty."), path);
        var fields = new List<ReadOnlyMemory<char>>();
        int line = 1;
        int emptyLine = 0;
        while (ReadLine(reader, path) is { } text)
        {
            line++;
            if (text.Length == 0)
            {
                // Empty lines may end a file, but not interrupt it.
                emptyLine = emptyLine == 0 ? line : emptyLine;
                continue;
            }

            if (emptyLine > 0)
            {
                throw new InputException($"{path} line {emptyLine}: the line is empty.");
            }

            CsvFields.Split(text, fields, path, line);
            if (fields.Count != columns.Count)
            {
                throw new InputException($"{path} line {line}: {fields.Count} fields, the header has {columns.Count}.");
            }

            double rating = double.NaN;
            if (columns.Rating >= 0 && !double.TryParse(fields[columns.Rating].Span, NumberStyles.Float, CultureInfo.InvariantCulture, out rating))
            {
                throw new InputException($"{path} line {line}: rating '{fields[columns.Rating]}' is not a number.");
            }

            yield return new PuzzleCsvRow(line, columns.Source < 0 ? default : fields[columns.Source], fields[columns.Question], fields[columns.Answer], rating);
        }
    }

    private static StreamReader Open(string path)
    {
        try
        {
            Stream stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 17);
            return new StreamReader(path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(stream, CompressionMode.Decompress) : stream);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read ({error.Message})", error);
        }
    }

    private static string? ReadLine(StreamReader reader, string path)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            throw new InputException($"{path}: cannot be read to the end ({error.Message})", error);
        }
    }
}
