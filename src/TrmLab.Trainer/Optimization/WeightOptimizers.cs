using TorchSharp.Modules;
using TrmLab.Core.Configuration;

namespace TrmLab.Trainer.Optimization;

/// <summary>Makes the optimiser that a configuration asks for.</summary>
public static class WeightOptimizers
{
    /// <summary>Of the network's weights; the puzzle embedding has <see cref="SignSgd"/>.</summary>
    public static IWeightOptimizer Create(RunConfig config, IReadOnlyList<(string name, Parameter parameter)> weights)
    {
        if (config.FreezeWeights)
            return new FrozenWeights();
        return config.Optimizer switch
        {
            WeightOptimizer.AdamAtan2 => new AdamAtan2(weights, config.Beta1, config.Beta2, config.WeightDecay),
            WeightOptimizer.AdamAtan2Textbook => new AdamAtan2(weights, config.Beta1, config.Beta2, config.WeightDecay, AdamAtan2Form.Textbook),
            WeightOptimizer.AdamW => new AdamW(weights, config.Beta1, config.Beta2, config.WeightDecay),
            WeightOptimizer.Muon => new Muon(weights, config.Beta1, config.Beta2, config.WeightDecay),
            _ => throw new ArgumentOutOfRangeException(nameof(config), config.Optimizer, "No such optimiser."),
        };
    }
}
