using TrmLab.Core;
using TrmLab.Trainer.Native;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Verification;

/// <summary>
/// Replays an archive of golden numbers through the program's own training and evaluation code. What is replayed follows from the
/// archive's manifest and folders alone: any size, seed, variant and subset of stages.
/// </summary>
public static class ArchiveVerifier
{
    private static readonly IVerificationStage[] ModelStages =
        [new WeightsStage(), new TraceStage(), new CallStage(), new EvaluationStage(), new UpdateStage(), new TrajectoryStage(), new HalfPrecisionStage()];

    /// <summary>Replays an archive.</summary>
    /// <param name="path">The zip.</param>
    /// <param name="device">Where the network runs; null is the CPU.</param>
    /// <param name="native">Replay by the native step where it covers the network.</param>
    /// <exception cref="InputException">The file is no archive of golden numbers, or its configuration cannot be built.</exception>
    public static VerificationReport Verify(string path, Device? device = null, bool native = false)
    {
        device ??= CPU;
        using var archive = GoldenArchive.Open(path);
        var kind = archive.Manifest.TryGetProperty("kind", out var text) ? text.GetString() : null;
        return kind switch
        {
            "functions" => new VerificationReport(path, "functions", [.. FunctionChecks.Run(archive)]),
            "dataset" => new VerificationReport(path, "data set directory", DatasetChecks.Run(archive)),
            null or "model" when archive.Manifest.TryGetProperty("config", out _) => Model(archive, device, native),
            _ => throw new InputException($"{path}: manifest.json has neither a network's config nor a kind that is known here (functions, dataset); its kind is '{kind}'"),
        };
    }

    private static VerificationReport Model(GoldenArchive archive, Device device, bool native)
    {
        var model = new ModelArchive(archive);
        if (native && Coverage.Gap(model.Arch, device) is null)
            model = new ModelArchive(archive) { UsesNativeStep = true };
        List<StageResult> results = [];
        foreach (var stage in ModelStages)
        {
            var expected = stage.Stages(model);
            if (expected.Count > 0)
                results.AddRange(Guarded(expected, () => stage.Replay(model, device)));
        }

        var name = Core.Configuration.ConfigField.Word(model.Arch.Variant);
        return new VerificationReport(archive.Path, $"{name}, {model.Shape.ParameterCount:n0} parameters{(model.UsesNativeStep ? ", native step" : "")}", results);
    }

    /// <summary>One stage of its own.</summary>
    internal static StageResult Single(string stage, Tolerance tolerance, Action<StageCheck> compare)
    {
        using var scope = NewDisposeScope();
        var check = new StageCheck(stage, tolerance);
        compare(check);
        return check.Result();
    }

    /// <summary>A stage that cannot be replayed has failed; the others still run.</summary>
    internal static IReadOnlyList<StageResult> Guarded(IReadOnlyList<string> stages, Func<IEnumerable<StageResult>> replay)
    {
        try
        {
            return [.. replay()];
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return [.. stages.Select(stage => new StageResult(stage, 0, double.PositiveInfinity, 0, false, $"cannot be replayed: {error.Message.ReplaceLineEndings(" ")}"))];
        }
    }
}
