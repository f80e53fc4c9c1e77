namespace TrmLab.Core.Tracing;

/// <summary>What the inference worker is asked for: which weights, which puzzle, how.</summary>
public sealed record TraceRequest
{
    /// <summary>Checkpoint directory.</summary>
    public required string Checkpoint { get; init; }

    /// <summary>Which of its weights.</summary>
    public TraceWeights Weights { get; init; } = TraceWeights.Ema;

    /// <summary>The puzzle.</summary>
    public required TracePuzzle Puzzle { get; init; }

    /// <summary>How it is traced.</summary>
    public TraceOptions Options { get; init; } = new();

    /// <summary>Data set directories whose test puzzles the projection is fitted on; empty fits it on this trace alone.</summary>
    public IReadOnlyList<string> Population { get; init; } = [];
}

/// <summary>A puzzle as tokens, and where it came from.</summary>
public sealed record TracePuzzle
{
    /// <summary>Tokens, [S].</summary>
    public required int[] Inputs { get; init; }

    /// <summary>Labels, [S], -100 where nothing is asked; null where no answer is known.</summary>
    public int[]? Labels { get; init; }

    /// <summary>Row of the puzzle embedding.</summary>
    public int Identifier { get; init; }

    /// <summary>Data set directory it was read from; null for a typed one.</summary>
    public string? Data { get; init; }

    /// <summary><c>train</c> or <c>test</c>.</summary>
    public string? Split { get; init; }

    /// <summary>Place in the split's set; null for a typed one.</summary>
    public int? Index { get; init; }

    /// <summary>Difficulty as the data set rates it; null where unknown.</summary>
    public double? Rating { get; init; }
}
