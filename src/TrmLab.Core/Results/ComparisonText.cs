using System.Globalization;

namespace TrmLab.Core.Results;

/// <summary>Says what two figures have in common and what not. States facts; draws no conclusion about which model is better.</summary>
internal static class ComparisonText
{
    private const int PublishedSupervisionSteps = 16;

    public static (IReadOnlyList<string> Comparable, IReadOnlyList<string> NotComparable) Of(LabResult lab, PublishedResult published)
    {
        List<string> same = [], other = [];
        same.Add($"Task and measure: {BenchmarkTasks.NameOf(lab.Task)}, {BenchmarkTasks.MeasureOf(lab.Task)}.");
        Size(lab, same, other);
        if (lab.Differences.Count > 0) other.Add($"Trained otherwise: {string.Join("; ", lab.Differences)}.");
        TestSet(lab, published, same, other);
        if (lab.Choice == EvaluationChoice.Best)
        {
            other.Add(Text($"Best of {lab.Evaluations:N0} evaluations on the test puzzles: a choice made with the answers known, which raises the figure. The published table does not say which evaluation it reports."));
        }
        else
        {
            same.Add("Last evaluation, not chosen by its result. The published table does not say which evaluation it reports.");
        }

        TestTimeCompute(lab, same, other);
        other.Add(lab.Seeds == 1
            ? "One seed here and one figure published: the spread over seeds is in neither."
            : Text($"{lab.Seeds:N0} seeds were trained here; the published figure is one number without a spread."));
        if (lab.Task is BenchmarkTask.SudokuExtreme or BenchmarkTask.MazeHard) other.Add("The reference's builder is not seeded: the training puzzles and their augmentations are not the published run's.");
        if (lab.ShareOfSchedule < 1) other.Add(Text($"{100 * lab.ShareOfSchedule:0.#} % of the planned steps were trained; the published figure is of a complete run."));
        if (lab.Weights == "raw") other.Add("Raw weights; the published figure is of averaged weights (EMA).");
        else same.Add("Averaged weights (EMA), as published.");
        return (same, other);
    }

    private static void Size(LabResult lab, List<string> same, List<string> other)
    {
        var setting = PublishedSetting.Of(lab.Task, lab.TokenMlp);
        if (lab.Parameters == 0 || setting is null) other.Add("The number of parameters cannot be compared: one of them is not known exactly.");
        else if (lab.Parameters == setting.Parameters) same.Add(Text($"{lab.Parameters:N0} parameters, as published."));
        else other.Add(Text($"{lab.Parameters:N0} parameters; the published network has {setting.Parameters:N0}."));
    }

    private static void TestSet(LabResult lab, PublishedResult published, List<string> same, List<string> other)
    {
        var whole = BenchmarkTasks.TestSetSizeOf(lab.Task);
        var interval = lab.Interval();
        var inside = interval.Contains(published.Score / 100) ? "contains" : "does not contain";
        var sampling = Text($"the 95 % interval of {100 * interval.Lower:0.0} to {100 * interval.Upper:0.0} % for the choice of puzzles {inside} the published {published.Score:0.0} %");
        if (lab.Puzzles == whole) same.Add(Text($"Tested on as many as the whole test set has, {whole:N0}; {sampling}."));
        else if (lab.Puzzles < whole) other.Add(Text($"Tested on {lab.Puzzles:N0} of {whole:N0}: {sampling}."));
        else other.Add(Text($"Tested on {lab.Puzzles:N0}, more than the published test set's {whole:N0}: another test set."));
    }

    private static void TestTimeCompute(LabResult lab, List<string> same, List<string> other)
    {
        if (lab.SupervisionSteps == PublishedSupervisionSteps && lab.AnswersPerPuzzle == 1)
        {
            same.Add("Test-time compute: 16 supervision steps and one answer per puzzle, as published.");
            return;
        }

        var factor = lab.SupervisionSteps * (double)lab.AnswersPerPuzzle / PublishedSupervisionSteps;
        other.Add(Text($"Test-time compute: {lab.SupervisionSteps:N0} supervision steps and {lab.AnswersPerPuzzle:N0} answer(s) per puzzle, {factor:0.##} times the published 16 steps."));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
