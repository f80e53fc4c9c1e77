using System.Globalization;

namespace TrmLab.FakeTrainer;

/// <summary>How the fake trains.</summary>
internal sealed record FakeBehaviour
{
    public long Steps { get; init; } = 400;

    /// <summary>Steps per second; 0 is as fast as it can.</summary>
    public double Rate { get; init; } = 20;

    public long EvaluateEvery { get; init; } = 25;

    /// <summary>Ends with an error event at this step.</summary>
    public long FailAt { get; init; } = -1;

    /// <summary>Dies without a word at this step.</summary>
    public long CrashAt { get; init; } = -1;

    /// <summary>Logs a NaN loss at this step.</summary>
    public long NaNAt { get; init; } = -1;

    /// <summary>Writes this to its output and ends with code 2 before it takes the run.</summary>
    public string Refuse { get; init; } = "";

    public static FakeBehaviour Parse(string text)
    {
        var result = new FakeBehaviour();
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, value) = (part[..part.IndexOf('=')], part[(part.IndexOf('=') + 1)..]);
            result = key switch
            {
                "steps" => result with { Steps = long.Parse(value, CultureInfo.InvariantCulture) },
                "rate" => result with { Rate = double.Parse(value, CultureInfo.InvariantCulture) },
                "evaluate" => result with { EvaluateEvery = long.Parse(value, CultureInfo.InvariantCulture) },
                "fail" => result with { FailAt = long.Parse(value, CultureInfo.InvariantCulture) },
                "crash" => result with { CrashAt = long.Parse(value, CultureInfo.InvariantCulture) },
                "nan" => result with { NaNAt = long.Parse(value, CultureInfo.InvariantCulture) },
                "refuse" => result with { Refuse = value },
                _ => throw new ArgumentException($"FAKE_TRAINER: unknown word {key}"),
            };
        }

        return result;
    }
}
