using TrmLab.Trainer.Training;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Verification;

/// <summary>Compares what one supervision step returned with a folder of an archive.</summary>
internal static class CallComparison
{
    /// <summary>Compares every array of the folder that the step can answer for.</summary>
    public static void Compare(StageCheck check, ModelArchive archive, string folder, StepResult result, IReadOnlyList<string> stateNames)
    {
        using var scope = NewDisposeScope();
        var actual = Arrays(result, stateNames);
        var golden = archive.Archive.Stage(folder);
        foreach (var name in golden.Where(actual.ContainsKey))
            check.Compare(name, actual[name], archive.Archive.Tensor($"{folder}/{name}"));
        check.Unknown(golden.Where(name => !actual.ContainsKey(name)));
    }

    private static Dictionary<string, Tensor> Arrays(StepResult result, IReadOnlyList<string> stateNames)
    {
        var carry = result.Carry;
        Dictionary<string, Tensor> arrays = stateNames.Zip(carry.State.All).ToDictionary();
        arrays["steps"] = carry.Steps;
        arrays["halted"] = carry.Halted;
        arrays["all_finish"] = carry.Halted.all();
        arrays["current_inputs"] = carry.Inputs;
        arrays["current_labels"] = carry.Labels;
        arrays["current_puzzle_identifiers"] = carry.PuzzleIdentifiers;
        arrays["logits"] = result.Logits;
        arrays["q_halt_logits"] = result.HaltLogits;
        arrays["q_continue_logits"] = result.ContinueLogits;
        arrays["loss"] = result.Loss;
        if (result.ContinueTarget is { } target)
            arrays["target_q_continue"] = target;
        foreach (var (name, value) in result.Metrics.Read().Sums())
            arrays[$"metrics/{name}"] = tensor(value);
        return arrays;
    }
}
