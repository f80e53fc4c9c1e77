using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using TrmLab.Core.Configuration;

namespace TrmLab.Core.Runs;

/// <summary><c>manifest.json</c> of a checkpoint directory: which step, which network, and the hash of every file. Read without libtorch.</summary>
public sealed record CheckpointManifest
{
    /// <summary>Name of the manifest in its directory.</summary>
    public const string FileName = "manifest.json";

    /// <summary>The manifest's own hash, as one line that <c>sha256sum -c</c> understands.</summary>
    public const string DigestFileName = "manifest.json.sha256";

    /// <summary>Weights as trained: parameters and buffers under the reference's keys.</summary>
    public const string RawWeights = "raw.safetensors";

    /// <summary>Averaged weights, with the same keys.</summary>
    public const string EmaWeights = "ema.safetensors";

    /// <summary>What else an exact resume needs: optimiser moments and carry.</summary>
    public const string StateArrays = "state.safetensors";

    /// <summary>What else an exact resume needs, not arrays: sampler position and random states.</summary>
    public const string StateDocument = "state.json";

    private const int CurrentFormat = 1;
    private const int MaximumBytes = 1 << 20;

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        RespectNullableAnnotations = true,
        MaxDepth = 8,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, // a metric may be NaN
    };

    [JsonPropertyName("format")] public int Format { get; init; } = CurrentFormat;

    /// <summary>Optimiser steps made so far.</summary>
    [JsonPropertyName("step")] public required long Step { get; init; }

    /// <summary>When it was written.</summary>
    [JsonPropertyName("created")] public required DateTimeOffset Created { get; init; }

    /// <summary>The network as configured.</summary>
    [JsonPropertyName("arch")] public required ArchConfig Arch { get; init; }

    [JsonPropertyName("seq_len")] public required int SequenceLength { get; init; }

    [JsonPropertyName("vocab_size")] public required int VocabularySize { get; init; }

    [JsonPropertyName("num_puzzle_identifiers")] public required int PuzzleIdentifiers { get; init; }

    /// <summary>Data type in which the run computed, which the configuration may leave to the device; null if these weights were not trained here.</summary>
    [JsonPropertyName("forward_dtype"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public ForwardType? ForwardType { get; init; }

    /// <summary>Figures known when it was written, such as <c>ema/all/exact_accuracy</c>; empty before the first evaluation.</summary>
    [JsonPropertyName("metrics")] public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    /// <summary>Where the weights came from if they were imported; null for a checkpoint of a run.</summary>
    [JsonPropertyName("source")] public string? Source { get; init; }

    /// <summary>Every other file of the directory, by name.</summary>
    [JsonPropertyName("files")] public IReadOnlyDictionary<string, FileDigest> Files { get; init; } = new SortedDictionary<string, FileDigest>(StringComparer.Ordinal);

    /// <summary>The network with its sizes.</summary>
    [JsonIgnore] public ModelShape Shape => new(Arch, SequenceLength, VocabularySize, PuzzleIdentifiers);

    /// <summary>Exact accuracy when it was written, mean over test sets; null before the first evaluation.</summary>
    /// <param name="weights"><c>raw</c> or <c>ema</c>.</param>
    public double? ExactAccuracy(string weights)
    {
        double[] found = [.. Metrics.Where(m => m.Key.StartsWith(weights + "/", StringComparison.Ordinal) && m.Key.EndsWith("/exact_accuracy", StringComparison.Ordinal)).Select(m => m.Value)];
        return found.Length > 0 && double.IsFinite(found.Average()) ? found.Average() : null;
    }

    /// <summary>A manifest without files, to hand to <see cref="CheckpointDirectory.Write"/>.</summary>
    public static CheckpointManifest For(long step, ModelShape shape) => new()
    {
        Step = step,
        Created = DateTimeOffset.UtcNow,
        Arch = shape.Arch,
        SequenceLength = shape.SequenceLength,
        VocabularySize = shape.VocabularySize,
        PuzzleIdentifiers = shape.PuzzleIdentifiers,
    };

    internal byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <summary>Reads a checkpoint directory's manifest and checks it against its own hash, but not yet the other files.</summary>
    /// <exception cref="InputException">Absent, unreadable, altered or of a newer format.</exception>
    public static CheckpointManifest Read(string directory)
    {
        var path = Path.Combine(directory, FileName);
        try
        {
            if (new FileInfo(path).Length > MaximumBytes)
                throw new InputException($"{path}: larger than {MaximumBytes} bytes, so not a checkpoint manifest.");
            var content = File.ReadAllBytes(path);
            var expected = File.ReadAllText(Path.Combine(directory, DigestFileName));
            if (expected != DigestLine(content))
                throw new InputException($"{path}: its content does not have the hash in {DigestFileName}; the checkpoint is damaged, use another.");
            var manifest = JsonSerializer.Deserialize<CheckpointManifest>(content, Json)
                ?? throw new InputException($"{path}: empty; the checkpoint is damaged, use another.");
            if (manifest.Format != CurrentFormat)
                throw new InputException($"{path}: format {manifest.Format}, this program reads format {CurrentFormat}; use the version that wrote it.");
            return manifest.Files.Values.Any(digest => digest is null)
                ? throw new InputException($"{path}: a file without a digest; the checkpoint is damaged, use another.")
                : manifest;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or NotSupportedException)
        {
            throw new InputException($"{path}: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    internal static string DigestLine(byte[] content) =>
        $"{Convert.ToHexStringLower(SHA256.HashData(content))}  {FileName}\n";
}
