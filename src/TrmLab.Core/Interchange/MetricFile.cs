using TrmLab.Core.Interchange.TensorBoard;

namespace TrmLab.Core.Interchange;

/// <summary>Metric files by their kind: which reader reads one, which writer writes one, and what it is called.</summary>
public static class MetricFile
{
    private const int EventHeader = 12;

    /// <summary>Words of <see cref="MetricFormat"/> in addresses and on the command line.</summary>
    public static IReadOnlyList<string> Words { get; } = ["csv", "jsonl", "tensorboard"];

    /// <summary>The format of a word.</summary>
    /// <exception cref="InputException">It is none.</exception>
    public static MetricFormat FormatOf(string word) => word switch
    {
        "csv" => MetricFormat.Csv,
        "jsonl" => MetricFormat.JsonLines,
        "tensorboard" => MetricFormat.TensorBoard,
        _ => throw new InputException($"format '{word}': expected {string.Join(", ", Words)}"),
    };

    /// <summary>A name for an exported file.</summary>
    /// <param name="format">Its form.</param>
    /// <param name="run">The run's id.</param>
    public static string NameOf(MetricFormat format, string run) => format switch
    {
        MetricFormat.Csv => run + ".csv",
        MetricFormat.JsonLines => run + ".jsonl",
        _ => EventFileWriter.FileName(DateTimeOffset.UtcNow, run),
    };

    /// <summary>Writes all points.</summary>
    public static void Write(Stream stream, IReadOnlyList<MetricSeries> series, MetricFormat format)
    {
        switch (format)
        {
            case MetricFormat.Csv: MetricExport.WriteCsv(stream, series); break;
            case MetricFormat.JsonLines: MetricExport.WriteJsonLines(stream, series); break;
            default: EventFileWriter.Write(stream, series); break;
        }
    }

    /// <summary>Reads a wandb history (CSV or JSON lines) or TensorBoard event files (one, or a directory of them), by what is in it.</summary>
    /// <returns>What was found, and the kind of file in words.</returns>
    /// <exception cref="InputException">It cannot be read, or is none of them; says where.</exception>
    public static (ImportedRun Run, string Format) Read(string path, ImportLimits? limits = null)
    {
        if (Directory.Exists(path) || IsEventFile(path)) return (EventFileReader.Read(path, limits), "TensorBoard event file");
        return FirstSign(path) == '{' ? (WandbJsonLines.Read(path, limits), "wandb history, JSON lines") : (WandbCsv.Read(path, limits), "wandb history, CSV");
    }

    // A record begins with its length and a checksum of these eight bytes.
    private static bool IsEventFile(string path)
    {
        if (Path.GetFileName(path).Contains("tfevents", StringComparison.Ordinal)) return true;
        using var stream = InterchangeFiles.OpenRead(path);
        Span<byte> head = stackalloc byte[EventHeader];
        return stream.ReadAtLeast(head, EventHeader, throwOnEndOfStream: false) == EventHeader
            && MaskedCrc.Of(head[..8]) == System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(head[8..]);
    }

    private static int FirstSign(string path)
    {
        using var stream = InterchangeFiles.OpenRead(path);
        using var reader = new StreamReader(stream);
        int sign;
        do sign = InterchangeFiles.Guarded(path, reader.Read);
        while (sign >= 0 && char.IsWhiteSpace((char)sign));
        return sign;
    }
}
