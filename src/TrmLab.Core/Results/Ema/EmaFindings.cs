using System.Globalization;
using TrmLab.Core.Statistics;

namespace TrmLab.Core.Results.Ema;

/// <summary>What a report's numbers do and do not allow one to say, in sentences. They state measurements and limits, no verdicts.</summary>
public static class EmaFindings
{
    /// <summary>Measurements: means with spread and N, differences with intervals.</summary>
    public static IReadOnlyList<string> Measured(EmaReport report)
    {
        List<string> said = [];
        foreach (var arm in report.Arms)
        {
            said.Add(Text($"{Capital(arm.Label)}: last evaluation {Share(arm.Last)}, best evaluation {Share(arm.Best)}; best less last {Points(arm.BestMinusLast.Mean)} on average."));
        }

        foreach (var contrast in report.Contrasts) said.Add(Capital(contrast.Label) + ": " + DifferenceText(contrast));
        var time = report.DifferenceOverTime;
        int[] finite = [.. Enumerable.Range(0, time.Steps.Length).Where(i => time.Counts[i] > 0)];
        if (finite.Length > 1)
        {
            var (least, most) = (finite.MinBy(i => time.Mean[i]), finite.MaxBy(i => time.Mean[i]));
            said.Add(Text($"Within runs, averaged less raw was largest at step {time.Steps[most]:N0} ({Points(time.Mean[most])}, N = {time.Counts[most]}) and smallest at step {time.Steps[least]:N0} ({Points(time.Mean[least])}, N = {time.Counts[least]})."));
        }

        return said;
    }

    /// <summary>Limits: what N, the choice of evaluations, unequal tests and unfinished runs leave open.</summary>
    public static IReadOnlyList<string> Limits(EmaReport report)
    {
        List<string> said = [];
        foreach (var arm in report.Arms.Where(a => a.Curves.Count < 2))
        {
            said.Add($"N = 1 for {arm.Label}: no spread over seeds can be given, and a difference from it cannot be told from that between two seeds.");
        }

        if (report.Averaged.Curves.Count == 0) said.Add("No run with EMA is among these: nothing can be said about averaging.");
        else if (report.Without.Curves.Count == 0) said.Add("No run without EMA is among these: only the two sets of weights of the same runs are compared.");
        foreach (var contrast in report.Contrasts.Where(c => c.Student is { } s && s.DegreesOfFreedom < 4))
        {
            said.Add(Text($"{Capital(contrast.Label)}: {Math.Min(contrast.FirstCount, contrast.SecondCount)} runs a side; the interval rests on roughly normal values, which so few cannot show."));
        }

        if (report.Runs.Any(r => r.WithEma)) said.Add("Averaged and raw weights of one run come from one training on the same puzzles: their difference holds no spread between trainings.");
        said.Add("A best evaluation was chosen with the answers known and is too high on average, the more evaluations it was chosen from; a last one is not.");
        Tests(report, said);
        Curves(report, said);
        foreach (var run in report.Runs.Where(r => !r.Finished)) said.Add($"{run.Name} has not finished: its last evaluation is not that of a complete training.");
        return said;
    }

    private static void Tests(EmaReport report, List<string> said)
    {
        long[] sizes = [.. report.Runs.Select(r => r.Puzzles).Distinct().Order()];
        if (sizes.Contains(0)) said.Add("For some runs the number of puzzles tested is unknown: the error from the choice of puzzles cannot be given for them.");
        if (sizes.Count(s => s > 0) > 1) said.Add(Text($"The runs were tested on different numbers of puzzles ({string.Join(", ", sizes.Where(s => s > 0))}): their results have unequal errors, and the puzzles are not the same."));
        var least = sizes.FirstOrDefault(s => s > 0);
        if (least == 0) return;
        var middle = report.Arms.SelectMany(a => a.Curves).Average(c => c.Last);
        var half = WilsonInterval.Of(Math.Clamp((long)Math.Round(middle * least), 0, least), least).Width / 2;
        said.Add(Text($"{least:N0} puzzles per evaluation: one result near {100 * middle:0.0} % is uncertain by about {100 * half:0.0} points (95 %) from the choice of puzzles alone. For two results on the same puzzles the paired table is sharper."));
    }

    private static void Curves(EmaReport report, List<string> said)
    {
        EmaCurve[] curves = [.. report.Arms.SelectMany(a => a.Curves)];
        if (curves.Select(c => c.LastStep).Distinct().Count() > 1) said.Add(Text($"Last evaluations are at different steps, {curves.Min(c => c.LastStep):N0} to {curves.Max(c => c.LastStep):N0}: they compare unequal amounts of training."));
        if (curves.Select(c => c.Evaluations).Distinct().Count() > 1) said.Add(Text($"Best evaluations were chosen from {curves.Min(c => c.Evaluations)} to {curves.Max(c => c.Evaluations)} evaluations: they are unequally favoured."));
        foreach (var curve in curves.Where(c => c.Skipped > 0)) said.Add(Text($"{curve.Run}, {curve.Weights} weights: {curve.Skipped} evaluations gave no finite result and are left out."));
    }

    private static string DifferenceText(EmaContrast contrast)
    {
        var n = contrast.Pairs > 0 ? Text($"{contrast.Pairs} pairs") : Text($"{contrast.FirstCount} and {contrast.SecondCount} runs, not paired");
        if (contrast.Student is not { } student) return $"{Points(contrast.Estimate)} ({n}; no interval can be given).";
        var interval = student.Interval();
        var zero = interval.Contains(0) ? "includes 0" : "does not include 0";
        var bootstrap = contrast.Bootstrap is { } b ? $"; bootstrap {Points(b.Lower)} to {Points(b.Upper)}" : "";
        return Text($"{Points(contrast.Estimate)}, 95 % interval {Points(interval.Lower)} to {Points(interval.Upper)}, which {zero} ({n}, t = {student.T:0.00}, p = {student.P:0.####}{bootstrap}).");
    }

    /// <summary>Such as <c>+1.2 points</c>.</summary>
    public static string Points(double share) => Text($"{100 * share:+0.0;-0.0;0.0} points");

    /// <summary>Such as <c>87.4 +- 1.2 % (N = 5, 85.9 to 89.0)</c>.</summary>
    public static string Share(SampleSummary summary) => summary.Count < 2
        ? Text($"{100 * summary.Mean:0.0} % (N = {summary.Count})")
        : Text($"{100 * summary.Mean:0.0} +- {100 * summary.StandardDeviation:0.0} % (N = {summary.Count}, {100 * summary.Minimum:0.0} to {100 * summary.Maximum:0.0})");

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
