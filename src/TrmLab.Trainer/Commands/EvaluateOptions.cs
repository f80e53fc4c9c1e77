using System.CommandLine;
using TrmLab.Core;
using TrmLab.Core.Tracing;
using TrmLab.Trainer.Evaluation;
using TrmLab.Trainer.Model;

namespace TrmLab.Trainer.Commands;

/// <summary>The part of <c>trmlab evaluate</c>'s options that says how much compute each puzzle gets.</summary>
internal static class EvaluateOptions
{
    /// <summary>Most supervision steps.</summary>
    public const int MostSteps = TraceOptions.MaximumSteps;

    private const int MostAttempts = 1024;
    private const double DefaultSigma = 0.3;

    private static readonly Option<int> Limit = new("--limit") { Description = "Puzzles, from the first on; 0 = all." };
    private static readonly Option<int> Batch = new("--batch") { Description = "Sequences at once; 0 = as many as the device holds." };
    private static readonly Option<bool> EarlyHalt = new("--early-halt") { Description = "Stop computing a puzzle where the network would halt." };
    private static readonly Option<int> Rollouts = new("--rollouts") { Description = "Attempts at each puzzle with noise; 1 to 1024.", DefaultValueFactory = _ => 1 };
    private static readonly Option<double?> Noise = RealOption.Of("--noise", "Standard deviation of the noise before each supervision step; 0.3 with several rollouts, else 0.");
    private static readonly Option<string> NoiseOn = new Option<string>("--noise-on") { Description = "What the noise disturbs: z (latent), y (answer) or both.", DefaultValueFactory = _ => "z" }.AcceptOnlyFromAmong("z", "y", "both");
    private static readonly Option<int> Symmetries = new("--symmetries") { Description = "Attempts at each Sudoku relabelled and permuted, the first as it stands; 1 to 1024.", DefaultValueFactory = _ => 1 };
    private static readonly Option<long> Seed = new("--seed") { Description = "Of noise and symmetries." };

    /// <summary>All of them.</summary>
    public static IEnumerable<Option> All => [Limit, Batch, EarlyHalt, Rollouts, Noise, NoiseOn, Symmetries, Seed];

    /// <exception cref="InputException">A value is out of range, or two options exclude each other.</exception>
    public static EvaluationOptions Read(ParseResult parsed, bool keepAttempts)
    {
        var rollouts = InRange(parsed, Rollouts, 1, MostAttempts);
        var symmetries = InRange(parsed, Symmetries, 1, MostAttempts);
        var sigma = parsed.GetValue(Noise) ?? (rollouts > 1 ? DefaultSigma : 0);
        if (sigma < 0 || !double.IsFinite(sigma)) throw new InputException($"--noise {sigma}: a standard deviation is 0 or more");
        if (symmetries > 1 && (rollouts > 1 || sigma > 0)) throw new InputException("--symmetries cannot be combined with --rollouts or --noise; evaluate twice");
        return new EvaluationOptions
        {
            Limit = InRange(parsed, Limit, 0, int.MaxValue),
            BatchSize = InRange(parsed, Batch, 0, int.MaxValue),
            EarlyHalt = parsed.GetValue(EarlyHalt),
            Rollouts = rollouts,
            Noise = sigma > 0 ? new StateNoise(sigma, OnAnswer: parsed.GetValue(NoiseOn) != "z", OnLatents: parsed.GetValue(NoiseOn) != "y") : null,
            Symmetries = symmetries,
            Seed = parsed.GetValue(Seed),
            KeepAttempts = keepAttempts,
        };
    }

    /// <summary>What distinguishes them from an evaluation while training, in sentences.</summary>
    /// <param name="options">As read.</param>
    /// <param name="steps">Supervision steps.</param>
    /// <param name="trained">Those that the checkpoint was trained with.</param>
    public static IEnumerable<string> Notes(EvaluationOptions options, int steps, int trained)
    {
        const string First = "the figures are those of the first attempt";
        if (options.Rollouts > 1) yield return $"{options.Rollouts} rollouts, {First}.";
        if (options.Symmetries > 1) yield return $"{options.Symmetries} symmetries, {First}.";
        if (options.Noise is { } noise) yield return FormattableString.Invariant($"Noise of standard deviation {noise.Sigma} before each supervision step.");
        if (options.EarlyHalt) yield return "Each puzzle stopped where the network halted.";
        if (steps != trained) yield return $"{steps} supervision steps; trained with {trained}.";
    }

    /// <exception cref="InputException">Out of range.</exception>
    public static int InRange(ParseResult parsed, Option<int> option, int least, int most) => InRange(option.Name, parsed.GetValue(option), least, most);

    /// <exception cref="InputException">Out of range.</exception>
    public static int InRange(string name, int value, int least, int most) =>
        value >= least && value <= most
            ? value
            : throw new InputException($"{name} {value}: must be {(most == int.MaxValue ? $"{least} or more" : $"{least} to {most}")}");
}
