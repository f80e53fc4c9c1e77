using System.CommandLine;
using TrmLab.Core.Puzzles.Arc;

namespace TrmLab.Trainer.Commands;

/// <summary><c>trmlab data build arc</c></summary>
internal static class BuildArcCommand
{
    private const int ListedAtMost = 6;

    public static Command Create()
    {
        var folder = new Option<string?>("--folder") { Description = "Where the sets lie: combined files (NAME_challenges.json, also .gz), task folders or tar.gz archives." };
        var subsets = new Option<string[]>("--subset") { Description = "A set, as NAME (in --folder) or NAME=PATH; in this order: training evaluation concept for ARC-AGI-1, training2 evaluation2 concept for ARC-AGI-2.", Required = true, AllowMultipleArgumentsPerToken = true };
        var test = new Option<string>("--test-set") { Description = "The set that is scored: its demonstrations are trained on, its test pairs are not.", Required = true };
        var output = new Option<string>("--out") { Description = "Data set directory to create.", Required = true };
        var augment = new Option<int>("--augment") { Description = "Augmentations per task.", DefaultValueFactory = _ => 1000 };
        var seed = new Option<uint>("--seed") { Description = "Of augmentations and offsets; 42 is the reference's.", DefaultValueFactory = _ => 42 };
        var leaks = new Option<bool>("--allow-leaks") { Description = "Builds although tasks of the test set are also trained on." };
        var command = new Command("arc", "From the published ARC-AGI and ConceptARC tasks, or your own.") { folder, subsets, test, output, augment, seed, leaks };
        command.SetAction(parsed =>
        {
            var options = new ArcBuildOptions
            {
                Subsets = [.. parsed.GetRequiredValue(subsets).Select(s => ArcSubsetSource.Parse(s, parsed.GetValue(folder)))],
                TestSet = parsed.GetRequiredValue(test),
                OutputDirectory = parsed.GetRequiredValue(output),
                Augmentations = parsed.GetValue(augment),
                Seed = parsed.GetValue(seed),
                AllowLeaks = parsed.GetValue(leaks),
            };
            ArcBuildReport? report = null;
            TerminalProgress.Run((progress, token) => report = ArcDatasetBuilder.Build(options, progress, token));
            Print(report!);
            return (int)ExitCode.Done;
        });
        return command;
    }

    private static void Print(ArcBuildReport report)
    {
        foreach (var (subset, source, tasks) in report.Subsets) Console.Out.WriteLine($"{subset}: {tasks} tasks from {source}");
        Console.Out.WriteLine($"train: {report.TrainExamples:N0} examples of {report.TrainPuzzles:N0} puzzles; test: {report.TestExamples:N0} of {report.TestPuzzles:N0}; {report.Identifiers:N0} identifiers");
        Some("tasks have fewer different augmentations than asked for", report.FewerAugmentations.Select(f => $"{f.Task} ({f.Augmentations})"));
        Some("tasks occur in two sets", report.SharedTasks.Select(s => $"{s.First} in {s.FirstSubset} = {s.Second} in {s.SecondSubset}"));
        Some("test pairs are known from the training material: a score means nothing for them", report.Leaks.Select(l => l.ToString()));
    }

    private static void Some(string what, IEnumerable<string> items)
    {
        string[] all = [.. items];
        if (all.Length > 0) Output.Say($"note: {all.Length} {what}: {string.Join(", ", all.Take(ListedAtMost))}{(all.Length > ListedAtMost ? ", ..." : "")}");
    }
}
