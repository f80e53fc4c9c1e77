using TrmLab.Core.Configuration;
using TrmLab.Core.Costs;
using TrmLab.Core.Puzzles;
using TrmLab.Web.Components.Controls;

namespace TrmLab.Web.Components.Pages;

/// <summary>What follows from a configuration and its data: beside the fields, before anything is started.</summary>
/// <param name="Label">What.</param>
/// <param name="Value">How much.</param>
/// <param name="Tip">How it comes about.</param>
public sealed record ConfigFact(string Label, string Value, string Tip)
{
    private const int BytesPerValue = 4;

    /// <summary>All facts that can be told; those about data only if there are any.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="train">Its training data.</param>
    /// <param name="test">Its test data.</param>
    /// <param name="before">Steps per second of the last run of the same shape, with its name; null if there was none.</param>
    /// <param name="speed">What steps cost on this machine; null if that was never measured.</param>
    public static IEnumerable<ConfigFact> Of(RunConfig config, DatasetMetadata? train, DatasetMetadata? test, (string Run, double StepsPerSecond)? before, MachineSpeed? speed)
    {
        var arch = config.Arch;
        var updates = new ModelShape(arch, 1, 1, 1).UpdatesPerSupervisionStep;
        if (train is null)
        {
            yield return new ConfigFact("Updates per supervision step", Show.Count(updates), $"T (n + 1) = {arch.RecursionCycles} x ({arch.LatentSteps} + 1)");
            yield break;
        }

        var shape = new ModelShape(arch, train.SequenceLength, train.VocabularySize, Math.Max(train.PuzzleIdentifiers, test?.PuzzleIdentifiers ?? 0));
        var plan = StepPlan.Of(config, train);
        yield return new ConfigFact("Parameters", Show.Count(shape.ParameterCount), "Trained weights, without the puzzle embedding table");
        if (shape.PuzzleEmbeddingCount > 0) yield return new ConfigFact("Puzzle embedding", Show.Count(shape.PuzzleEmbeddingCount), $"{shape.PuzzleIdentifiers} identifiers x {shape.PuzzleEmbeddingWidth}");
        yield return new ConfigFact("Updates per supervision step", Show.Count(updates), $"T (n + 1) = {arch.RecursionCycles} x ({arch.LatentSteps} + 1); up to {arch.MaxSupervisionSteps} supervision steps");
        yield return new ConfigFact("Training steps", Show.Count(plan.ExpectedUpdates), $"The schedule has {Show.Count(plan.TotalSteps)}; every evaluation interval drops its incomplete last batch");
        foreach (var fact in CostFact.Of(config, shape, plan, test, before, speed)) yield return fact;
        yield return new ConfigFact("Evaluations", Show.Count(plan.Evaluations), $"One each {Show.Count(plan.StepsPerEvaluation)} steps, {(config.Ema ? "raw and EMA weights" : "raw weights")}");
        yield return new ConfigFact("Training data", $"{Show.Count(train.TotalGroups)} puzzles", $"{train.SequenceLength} tokens of {train.VocabularySize}, {train.MeanPuzzleExamples:0.##} examples each");
        yield return test is null
            ? new ConfigFact("Test data", "none", "Nothing is evaluated")
            : new ConfigFact("Test data", $"{Show.Count(test.TotalGroups)} puzzles", config.EvaluationLimit > 0 ? $"{config.EvaluationLimit} of them are evaluated" : "All are evaluated");
        yield return new ConfigFact("Checkpoint", "about " + Show.Bytes(CheckpointBytes(config, shape)), "Raw weights, EMA, two optimiser moments, puzzle embedding and the batch in progress");
    }

    private static long CheckpointBytes(RunConfig config, ModelShape shape)
    {
        var copies = config.Ema ? 4 : 3;
        var carry = 2L * config.BatchSize * shape.TotalLength * config.Arch.HiddenSize;
        return BytesPerValue * (copies * shape.ParameterCount + shape.PuzzleEmbeddingCount + carry);
    }
}
