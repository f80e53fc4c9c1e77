using System.Globalization;

namespace TrmLab.Trainer.Distributed.Liveness;

/// <summary>How long a rank may keep the others waiting.</summary>
/// <param name="Hung">A rank that others wait for, though it is heard.</param>
public sealed record LivenessLimits(TimeSpan Hung)
{
    /// <summary>Seconds, in place of the usual <see cref="Hung"/>.</summary>
    public const string Variable = "TRMLAB_RANK_TIMEOUT";

    private const double DefaultSeconds = 45;

    /// <summary>Between two signs of life.</summary>
    public TimeSpan Interval => TimeSpan.FromSeconds(Math.Min(1, Hung.TotalSeconds / 10));

    /// <summary>A rank that is not heard at all: frozen, or cut off.</summary>
    public TimeSpan Silence => Hung * 2 / 3;

    /// <summary>A rank that starts or saves.</summary>
    public TimeSpan Busy => Hung * 20;

    /// <summary>A rank is also given this many times what the waiting one needed for its own share.</summary>
    public double Patience => 10;

    /// <summary>From the environment.</summary>
    public static LivenessLimits Read(Func<string, string?> variable) => new(TimeSpan.FromSeconds(
        double.TryParse(variable(Variable), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds > 0 ? seconds : DefaultSeconds));
}
