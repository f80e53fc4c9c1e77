using TrmLab.Core.Configuration;

namespace TrmLab.Core.Tracing;

/// <summary>What a trace is of: everything about it that is not an array.</summary>
public sealed record TraceHeader
{
    /// <summary>Checkpoint directory.</summary>
    public required string Checkpoint { get; init; }

    /// <summary>Its training step.</summary>
    public long Step { get; init; }

    /// <summary>Which of its weights.</summary>
    public TraceWeights Weights { get; init; }

    /// <summary>The network's variant.</summary>
    public Variant Variant { get; init; }

    /// <summary>The loss it was trained with: probabilities are normalised the same way.</summary>
    public TokenLoss Loss { get; init; }

    /// <summary>Names of the state's tensors, answer first; slot numbers count in this order.</summary>
    public IReadOnlyList<string> States { get; init; } = [];

    /// <summary>Puzzle tokens S.</summary>
    public required int Cells { get; init; }

    /// <summary>Vocabulary V.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Tokens P of the puzzle embedding, before the cells.</summary>
    public int PuzzleTokens { get; init; }

    /// <summary>Deep recursions T per supervision step.</summary>
    public required int Cycles { get; init; }

    /// <summary>Latent recursions n before each update of the answer.</summary>
    public required int LatentSteps { get; init; }

    /// <summary>Supervision steps that the network was trained with; later ones are extra.</summary>
    public required int TrainedSteps { get; init; }

    /// <summary>Supervision steps in the trace.</summary>
    public required int Steps { get; init; }

    /// <summary>For each network update of a supervision step, which tensor it replaced: 0 the answer.</summary>
    public required int[] Slots { get; init; }

    /// <summary>The updates of a supervision step at which the cells are recorded.</summary>
    public required int[] Recorded { get; init; }

    /// <summary>True: a sequence halts at q_halt > q_continue, else at q_halt > 0.</summary>
    public bool HaltsByComparison { get; init; }

    /// <summary>First supervision step (from 1) after which it would have halted; 0 = none.</summary>
    public int WouldHaltStep { get; init; }

    /// <summary>Where the puzzle came from.</summary>
    public required TraceOrigin Source { get; init; }

    /// <summary>The options it was made with.</summary>
    public TraceOptions Options { get; init; } = new();

    /// <summary>The projection; null without one.</summary>
    public TraceProjection? Projection { get; init; }

    /// <summary>Where and how long it was computed.</summary>
    public string Device { get; init; } = "";

    /// <summary>Wall-clock time of the recursion.</summary>
    public double Seconds { get; init; }

    /// <summary>The arrays that follow, in order; each starts at a multiple of four bytes.</summary>
    public IReadOnlyList<TraceSection> Sections { get; init; } = [];

    /// <summary>Network updates of a supervision step.</summary>
    public int UpdatesPerStep => Slots.Length;

    /// <summary>Network updates of the trace.</summary>
    public int Updates => Steps * Slots.Length;

    /// <summary>Updates at which the cells are recorded.</summary>
    public int Records => Steps * Recorded.Length;

    /// <summary>The update, from 0, of a record.</summary>
    public int UpdateOf(int record) => (record / Recorded.Length * Slots.Length) + Recorded[record % Recorded.Length];
}

/// <summary>Where the puzzle of a trace came from, see <see cref="TracePuzzle"/>.</summary>
public sealed record TraceOrigin(string? Data, string? Split, int? Index, int Identifier, double? Rating);

/// <summary>The plane that y and z are projected on: the two directions of largest variance over a population of puzzles.</summary>
/// <param name="Puzzles">Puzzles that it was fitted on; 1 is the traced puzzle alone.</param>
/// <param name="States">States of those puzzles, per tensor.</param>
/// <param name="AnswerVariance">Share of the variance of y along each direction.</param>
/// <param name="LatentVariance">Share of the variance of z; empty for a network without z.</param>
/// <param name="AnswerScale">Coordinate per unit of the stored integers.</param>
/// <param name="LatentScale">Coordinate per unit of the stored integers.</param>
/// <param name="Steps">Supervision steps that those puzzles went: fewer than trained for a large network.</param>
public sealed record TraceProjection(int Puzzles, int States, double[] AnswerVariance, double[] LatentVariance, double AnswerScale, double LatentScale, int Steps);
