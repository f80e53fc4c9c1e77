namespace TrmLab.Core.Tracing;

/// <summary>
/// Names of a trace's sections. S cells, V tokens, R records, U updates, N supervision steps, K rollouts, L = P + S positions.
/// </summary>
public static class TraceNames
{
    /// <summary>u8 [S].</summary>
    public const string Inputs = "inputs";

    /// <summary>u8 [S].</summary>
    public const string Labels = "labels";

    /// <summary>u8 [R, S]: most probable token in the low half byte, second in the high one. Only if V is 16 or less.</summary>
    public const string Pairs = "pairs";

    /// <summary>u8 [R, S]: most probable token. Only if V is more than 16.</summary>
    public const string Decoded = "decoded";

    /// <summary>u8 [R, S]: second most probable token. Only if V is more than 16.</summary>
    public const string RunnerUp = "runnerUp";

    /// <summary>u8 [R, S]: probability of the most probable token, 255 = 1.</summary>
    public const string Probability = "probability";

    /// <summary>u8 [R, S]: probability of the second, 255 = 1.</summary>
    public const string RunnerUpProbability = "runnerUpProbability";

    /// <summary>u8 [R, S]: entropy, 255 = ln V.</summary>
    public const string Entropy = "entropy";

    /// <summary>u8 [N, S, V]: all probabilities at the end of each supervision step, 255 = 1. Left out of long traces.</summary>
    public const string Distribution = "distribution";

    /// <summary>f32 [U].</summary>
    public const string HaltLogits = "haltLogits";

    /// <summary>f32 [N].</summary>
    public const string ContinueLogits = "continueLogits";

    /// <summary>f32 [U].</summary>
    public const string Residuals = "residuals";

    /// <summary>i16 [U, 2]: times the scale of <see cref="TraceProjection"/>.</summary>
    public const string Projected = "projected";

    /// <summary>i16 [points, 2]: y of the population, at the ends of some of their supervision steps.</summary>
    public const string AnswerPopulation = "answerPopulation";

    /// <summary>i16 [points, 2]: z of the population.</summary>
    public const string LatentPopulation = "latentPopulation";

    /// <summary>f32 [puzzles]: last residual of y of the population's puzzles, after <see cref="TraceProjection.Steps"/>.</summary>
    public const string PopulationResiduals = "populationResiduals";

    /// <summary>u8 [puzzles]: 1 where such a puzzle was solved then.</summary>
    public const string PopulationSolved = "populationSolved";

    /// <summary>u8 [K, N, S]: decoded answers of the rollouts.</summary>
    public const string RolloutAnswers = "rolloutAnswers";

    /// <summary>f32 [K, N].</summary>
    public const string RolloutHaltLogits = "rolloutHaltLogits";

    /// <summary>i16 [K, N, 2]: y of the rollouts on its plane.</summary>
    public const string RolloutProjected = "rolloutProjected";

    /// <summary>u8 [updates, layers, L, L]: attention averaged over heads, row = query, 255 = the row's maximum.</summary>
    public const string Attention = "attention";

    /// <summary>f32 [updates, layers, L]: each row's maximum.</summary>
    public const string AttentionMaximum = "attentionMaximum";
}
