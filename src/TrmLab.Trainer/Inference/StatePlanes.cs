using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Inference;

/// <summary>The planes of y and of z, and where the population ends up on them.</summary>
/// <param name="Answer">Of y.</param>
/// <param name="Latent">Of z; null for a network without latents.</param>
/// <param name="Puzzles">Puzzles of the population.</param>
/// <param name="States">Their states, per tensor.</param>
/// <param name="AnswerEnds">y of every puzzle after its last supervision step, [puzzles, 2] as stored.</param>
/// <param name="LatentEnds">z likewise; empty without latents.</param>
public sealed record StatePlanes(StatePlane Answer, StatePlane? Latent, int Puzzles, int States, short[] AnswerEnds, short[] LatentEnds) : IDisposable
{
    /// <summary>Supervision steps that the population went.</summary>
    public int Steps { get; init; }

    /// <summary>Last residual of y of every puzzle, at the end of the last of those steps.</summary>
    public float[] Residuals { get; init; } = [];

    /// <summary>1 where a puzzle was solved then, else 0.</summary>
    public byte[] Solved { get; init; } = [];

    /// <summary>Fits both planes.</summary>
    /// <param name="states">States along the way of all puzzles.</param>
    /// <param name="ends">States after the last step, one row per puzzle.</param>
    public static StatePlanes Fit(IReadOnlyList<RecursionState> states, RecursionState ends)
    {
        using var scope = NewDisposeScope();
        var answers = cat([.. states.Select(state => state.Answer)], 0);
        var answer = StatePlane.Fit(answers);
        var latent = ends.Latents.Count == 0 ? null : StatePlane.Fit(cat([.. states.SelectMany(state => state.Latents)], 0));
        return new StatePlanes(
            answer,
            latent,
            (int)ends.Answer.shape[0],
            (int)answers.shape[0],
            answer.Stored(answer.Project(ends.Answer)),
            latent is null ? [] : latent.Stored(latent.Project(ends.Latents[^1])));
    }

    /// <summary>The plane of a slot.</summary>
    public StatePlane Of(int slot) => slot == 0 ? Answer : Latent!;

    /// <inheritdoc/>
    public void Dispose()
    {
        Answer.Dispose();
        Latent?.Dispose();
    }
}
