using System.Text.Json.Serialization;

namespace TrmLab.Core.Costs;

/// <summary>Time and memory of a training step as linear functions of its <see cref="StepWork"/>, fitted to measurements on one machine.</summary>
/// <param name="Engine">native or autograd.</param>
/// <param name="ForwardType">Data type of the forward pass.</param>
/// <param name="Threads">Threads it was measured with.</param>
/// <param name="Milliseconds">Per gigaflop, gigavalue and megaparameter, and of every step.</param>
/// <param name="Megabytes">Per megatape, megastate and megaparameter, and of every process.</param>
/// <param name="TimeError">Largest relative error of the fit's times.</param>
/// <param name="MemoryError">Largest relative error of the fit's memory.</param>
/// <param name="Measurements">How many.</param>
public sealed record StepCost(
    [property: JsonPropertyName("engine")] string Engine,
    [property: JsonPropertyName("forward_dtype")] string ForwardType,
    [property: JsonPropertyName("threads")] int Threads,
    [property: JsonPropertyName("milliseconds")] double[] Milliseconds,
    [property: JsonPropertyName("megabytes")] double[] Megabytes,
    [property: JsonPropertyName("time_error")] double TimeError,
    [property: JsonPropertyName("memory_error")] double MemoryError,
    [property: JsonPropertyName("measurements")] int Measurements)
{
    /// <summary>Fits a model.</summary>
    /// <param name="measured">Work, ms of a step and resident MB at its peak.</param>
    public static StepCost Fit(string engine, string forwardType, int threads, IReadOnlyList<(StepWork Work, double Milliseconds, double Megabytes)> measured)
    {
        var time = LinearFit.Solve([.. measured.Select(m => TimeTerms(m.Work))], [.. measured.Select(m => m.Milliseconds)]);
        var memory = LinearFit.Solve([.. measured.Select(m => MemoryTerms(m.Work))], [.. measured.Select(m => m.Megabytes)]);
        return new StepCost(
            engine, forwardType, threads, time, memory,
            measured.Max(m => Math.Abs(Dot(time, TimeTerms(m.Work)) / m.Milliseconds - 1)),
            measured.Max(m => Math.Abs(Dot(memory, MemoryTerms(m.Work)) / m.Megabytes - 1)),
            measured.Count);
    }

    /// <summary>ms of a step.</summary>
    public double TimeOf(StepWork work) => Dot(Milliseconds, TimeTerms(work));

    /// <summary>Resident memory of the trainer in MB.</summary>
    public double MemoryOf(StepWork work) => Dot(Megabytes, MemoryTerms(work));

    private static double[] TimeTerms(StepWork work) => [work.Gigaflop, work.Gigavalues, work.Megaparameters, 1];

    private static double[] MemoryTerms(StepWork work) => [work.Megatape, work.Megastate, work.Megaparameters, 1];

    private static double Dot(double[] a, double[] b) => a.Zip(b).Sum(pair => pair.First * pair.Second);
}
