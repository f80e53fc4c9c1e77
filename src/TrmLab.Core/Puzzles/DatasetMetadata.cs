using System.Text.Json;
using System.Text.Json.Serialization;
using TrmLab.Core.Runs;

namespace TrmLab.Core.Puzzles;

/// <summary><c>dataset.json</c> of one split, in the reference's format.</summary>
public sealed record DatasetMetadata
{
    [JsonPropertyName("pad_id")] public int PadId { get; init; }

    /// <summary>Label value that counts as "no label"; null replaces nothing.</summary>
    [JsonPropertyName("ignore_label_id")] public int? IgnoreLabelId { get; init; }

    [JsonPropertyName("blank_identifier_id")] public int BlankIdentifierId { get; init; }

    [JsonPropertyName("vocab_size")] public int VocabularySize { get; init; }

    [JsonPropertyName("seq_len")] public int SequenceLength { get; init; }

    [JsonPropertyName("num_puzzle_identifiers")] public int PuzzleIdentifiers { get; init; }

    [JsonPropertyName("total_groups")] public int TotalGroups { get; init; }

    [JsonPropertyName("mean_puzzle_examples")] public double MeanPuzzleExamples { get; init; }

    /// <summary>The number of groups for Sudoku and mazes, of puzzles for ARC: never a size to rely on.</summary>
    [JsonPropertyName("total_puzzles")] public int TotalPuzzles { get; init; }

    [JsonPropertyName("sets")] public IReadOnlyList<string> Sets { get; init; } = ["all"];

    /// <summary>Steps that the schedule is laid out for; the number of updates made is lower, because each interval drops its incomplete last batch.</summary>
    public long TotalSteps(int epochs, int batchSize) => (long)(epochs * (double)TotalGroups * MeanPuzzleExamples / batchSize);

    /// <exception cref="InputException">The file is missing or does not describe a data set.</exception>
    public static DatasetMetadata Load(string path)
    {
        try
        {
            DatasetMetadata metadata = JsonSerializer.Deserialize<DatasetMetadata>(File.ReadAllBytes(path))
                ?? throw new InputException($"{path}: empty.");
            return metadata.SequenceLength > 0 && metadata.VocabularySize > 0 && metadata.Sets is { Count: > 0 }
                ? metadata
                : throw new InputException($"{path}: seq_len, vocab_size and sets must be given.");
        }
        catch (JsonException error)
        {
            throw new InputException($"{path}: not a dataset.json ({error.Message})", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read; a data set directory has train/dataset.json and test/dataset.json.", error);
        }
    }

    /// <summary>Writes the file as the reference reads it, and flushes it and the names of its directory to the disk.</summary>
    public void Save(string path) => DurableFile.WriteText(path, JsonSerializer.Serialize(this));
}
