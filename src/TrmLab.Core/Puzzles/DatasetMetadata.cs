using System.Text.Json.Serialization;

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
}
