namespace TrmLab.Core.Tracing;

/// <summary>How a puzzle is traced; the defaults are what an evaluation does.</summary>
public sealed record TraceOptions
{
    /// <summary>Most supervision steps of a trace.</summary>
    public const int MaximumSteps = 1024;

    /// <summary>Supervision steps; null for as many as the network was trained with.</summary>
    public int? Steps { get; init; }

    /// <summary>Where the recursion starts.</summary>
    public TraceStart Start { get; init; } = TraceStart.Trained;

    /// <summary>Takes the blank identifier's embedding in place of the puzzle's own.</summary>
    public bool BlankIdentifier { get; init; }

    /// <summary>Noise and rollouts; null for none.</summary>
    public NoiseOptions? Noise { get; init; }

    /// <summary>At which updates the cells are recorded.</summary>
    public TraceDetail Detail { get; init; } = TraceDetail.Auto;

    /// <summary>Supervision step (from 1) whose attention is recorded; null for none.</summary>
    public int? AttentionStep { get; init; }

    /// <summary>All that is wrong with the options.</summary>
    public IEnumerable<string> Problems()
    {
        if (Steps is < 1 or > MaximumSteps)
            yield return $"steps: {Steps} is outside 1 to {MaximumSteps}";
        if (AttentionStep is < 1 or > MaximumSteps)
            yield return $"attention: supervision step {AttentionStep} is outside 1 to {MaximumSteps}";
        if (Noise is not { } noise)
            yield break;
        if (!double.IsFinite(noise.Sigma) || noise.Sigma is < 0 or > 100)
            yield return $"noise: sigma {noise.Sigma} is outside 0 to 100";
        if (noise.Rollouts is < 0 or > NoiseOptions.MaximumRollouts)
            yield return $"noise: {noise.Rollouts} rollouts are outside 0 to {NoiseOptions.MaximumRollouts}";
        if (noise.Traced < 0 || noise.Traced >= Math.Max(1, noise.Rollouts))
            yield return $"noise: there is no rollout {noise.Traced} among {noise.Rollouts}";
        if (noise.FromStep < 1 || noise.ToStep < noise.FromStep)
            yield return $"noise: steps {noise.FromStep} to {noise.ToStep} are no range";
    }
}
