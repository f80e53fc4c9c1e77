using TrmLab.Core.Costs;
using TrmLab.Trainer.Native.Measurement;

namespace TrmLab.Trainer.Measurement;

/// <summary>A network to measure.</summary>
/// <param name="Axis">The field that differs from the base, or <c>base</c>.</param>
/// <param name="Value">What it is here.</param>
internal sealed record ScalingPoint(BenchConfig Config, string Axis, string Value, IReadOnlyList<string> Assignments, int Tokens);

/// <summary>What a point cost.</summary>
/// <param name="Config">Name of the configuration whose mixer it has.</param>
internal sealed record ScalingResult(string Config, string Axis, string Value, StepWork Work, double MedianMs, double PeakMemoryMb);
