using TrmLab.Core.Numerics;

namespace TrmLab.Trainer.Training;

/// <summary>The independent random sequences of one seed that the network and its training step use.</summary>
public enum RandomStream
{
    /// <summary>Initial weights.</summary>
    Weights = 101,

    /// <summary>Exploration of halting.</summary>
    Exploration = 102,
}

/// <summary>Opens a sequence of a seed.</summary>
public static class RandomStreams
{
    /// <summary>The sequence at its start; its <see cref="SeededRandom.State"/> belongs into a checkpoint.</summary>
    public static SeededRandom Of(this RandomStream stream, long seed) => new(seed, (int)stream);
}
