using TrmLab.Core.Numerics;
using TrmLab.Core.Tracing;
using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Inference;

/// <summary>
/// Gaussian noise on the state, one random sequence per rollout: rollout k draws the same numbers whatever batch it is in. A network
/// without latents is disturbed in its only state.
/// </summary>
public sealed class RolloutNoise
{
    // Keeps the sequences of rollouts apart from those of the starting state.
    private const int FirstStream = 1000;

    private readonly NoiseOptions _options;
    private readonly SeededRandom[] _random;

    /// <param name="rollouts">Numbers of the rollouts in the batch, one per row.</param>
    public RolloutNoise(NoiseOptions options, IEnumerable<int> rollouts)
    {
        _options = options;
        _random = [.. rollouts.Select(rollout => new SeededRandom(options.Seed, FirstStream + rollout))];
    }

    /// <summary>The state that a supervision step (from 1) starts from; the state itself where that step is not disturbed.</summary>
    public RecursionState Disturb(RecursionState state, int step)
    {
        if (!_options.Disturbs(step))
            return state;
        var onAnswer = _options.Target != NoiseTarget.Latent || state.Latents.Count == 0;
        var onLatents = _options.Target != NoiseTarget.Answer;
        return new RecursionState(
            onAnswer ? Add(state.Answer) : state.Answer,
            [.. state.Latents.Select(latent => onLatents ? Add(latent) : latent)]);
    }

    /// <summary>Standard normal numbers of a seed's sequence.</summary>
    internal static void Fill(SeededRandom random, Span<float> values)
    {
        for (var i = 0; i < values.Length; i += 2)
        {
            // Box and Muller; 1 - u keeps the logarithm away from zero.
            var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            var angle = 2 * Math.PI * random.NextDouble();
            values[i] = (float)(radius * Math.Cos(angle));
            if (i + 1 < values.Length)
                values[i + 1] = (float)(radius * Math.Sin(angle));
        }
    }

    private Tensor Add(Tensor value)
    {
        using var scope = NewDisposeScope();
        var rowLength = (int)(value.shape[1] * value.shape[2]);
        var numbers = new float[rowLength * _random.Length];
        for (var row = 0; row < _random.Length; row++)
            Fill(_random[row], numbers.AsSpan(row * rowLength, rowLength));
        var noise = tensor(numbers, ScalarType.Float32).view(value.shape).to(value.device);
        return value.to(ScalarType.Float32).Plus(noise, _options.Sigma).to(value.dtype).MoveToOuterDisposeScope();
    }
}
