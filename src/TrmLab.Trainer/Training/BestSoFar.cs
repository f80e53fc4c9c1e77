namespace TrmLab.Trainer.Training;

/// <summary>Best evaluations of a run and the checkpoints a person asked for: these are kept.</summary>
public sealed record BestSoFar
{
    /// <summary>Best exact accuracy of the averaged weights; null before the first evaluation.</summary>
    public double? Ema { get; init; }

    /// <summary>Its step.</summary>
    public long EmaStep { get; init; } = -1;

    /// <summary>Best exact accuracy of the raw weights; null before the first evaluation.</summary>
    public double? Raw { get; init; }

    /// <summary>Its step.</summary>
    public long RawStep { get; init; } = -1;

    /// <summary>Steps of the checkpoints that were asked for.</summary>
    public IReadOnlyList<long> Requested { get; init; } = [];

    /// <summary>Whether the checkpoint of a step is kept for its own sake.</summary>
    public bool Keeps(long step) => step == EmaStep || step == RawStep || Requested.Contains(step);

    /// <summary>Takes an evaluation in; of equal figures the later step counts, since it has trained longer.</summary>
    public BestSoFar With(string weights, double exact, long step) => weights switch
    {
        "ema" when !(exact < Ema) => this with { Ema = exact, EmaStep = step },
        "raw" when !(exact < Raw) => this with { Raw = exact, RawStep = step },
        _ => this,
    };
}
