using TrmLab.Core.Puzzles;

namespace TrmLab.Trainer.Checkpoints;

/// <summary>What to do with a puzzle embedding whose rows are not the data set's identifiers.</summary>
public enum PuzzleRows
{
    /// <summary>Keep the rows as trained: for evaluation on the identifiers they were trained on.</summary>
    Keep,

    /// <summary>A row for each of the data set's identifiers, all equal to the mean row: for training on, as the reference does it.</summary>
    MeanFill,
}

/// <summary>How to read a foreign state dict.</summary>
public sealed record ImportOptions
{
    /// <summary>Safetensors or a zip checkpoint of torch.save; recognised by content.</summary>
    public required string File { get; init; }

    /// <summary>The reference's configuration; null takes <c>all_config.yaml</c> beside the file if there is one.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>What the weights do not tell, by configuration key: <c>arch.num_heads</c>, <c>arch.H_cycles</c>, ... These win over a configuration file.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fields { get; init; } = [];

    /// <summary>The data set it will be used with: gives the sequence length and the number of identifiers. Null if not known.</summary>
    public DatasetMetadata? Dataset { get; init; }

    /// <summary>The sequence length without a data set; null if not known.</summary>
    public int? SequenceLength { get; init; }

    /// <summary>What to do when the data set has another number of identifiers.</summary>
    public PuzzleRows PuzzleRows { get; init; }
}
