using System.Globalization;
using System.Text.RegularExpressions;
using TrmLab.Core.Configuration;
using TrmLab.Trainer.Losses;
using TrmLab.Trainer.Model;
using TrmLab.Trainer.Optimization;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Verification;

/// <summary>Single functions against golden inputs and outputs.</summary>
internal static partial class FunctionChecks
{
    private const string DataFunctions = "data_functions.json";

    private static readonly (string Stage, Tolerance Tolerance, Action<GoldenArchive, StageCheck> Compare)[] Checks =
    [
        ("loss", Tolerances.Functions, Loss),
        ("trunc_normal", Tolerances.Functions, Initialisation),
        ("cosine_schedule", Tolerances.Functions, Schedule),
        ("rope", Tolerances.Layers, Rotary),
        ("layers", Tolerances.Layers, LayerChecks.Compare),
        ("adam_atan2", Tolerances.Functions, Adam),
        ("signsgd", Tolerances.Functions, PuzzleUpdate),
    ];

    /// <summary>Runs every check whose arrays are in the archive.</summary>
    public static IEnumerable<StageResult> Run(GoldenArchive archive)
    {
        foreach (var (stage, tolerance, compare) in Checks)
        {
            if (archive.Stage(stage).Count == 0 && !archive.Has(stage))
                continue;
            foreach (var result in ArchiveVerifier.Guarded([stage], () => [ArchiveVerifier.Single(stage, tolerance, check => compare(archive, check))]))
                yield return result;
        }

        if (!archive.HasJson(DataFunctions))
            yield break;
        using var data = archive.Json(DataFunctions);
        foreach (var result in DataFunctionChecks.Run(data.RootElement))
            yield return result;
    }

    private static void Loss(GoldenArchive archive, StageCheck check)
    {
        var labels = archive.Tensor("loss/labels");
        var weights = linspace(0.5, 1.5, labels.numel(), ScalarType.Float64).view(labels.shape);
        foreach (var (name, loss) in new[] { ("stablemax", TokenLoss.StableMax), ("softmax", TokenLoss.SoftMax) })
        {
            if (!archive.Has($"loss/{name}_per_token"))
                continue;
            var logits = archive.Tensor("loss/logits").requires_grad_();
            var perToken = TokenCrossEntropy.PerToken(loss, logits, labels, labels.DiffersFrom(Training.BatchRules.IgnoreLabel));
            check.Compare($"{name}_per_token", perToken, archive.Tensor($"loss/{name}_per_token"));
            perToken.mul(weights.to(perToken.dtype)).sum().backward();
            check.Compare($"{name}_grad", logits.grad!, archive.Tensor($"loss/{name}_grad"));
        }

        check.Compare("s_out", TokenCrossEntropy.Stable(archive.Tensor("loss/s_in").to(ScalarType.Float64)), archive.Tensor("loss/s_out"));
        check.Compare(
            "log_stablemax_out", TokenCrossEntropy.LogStableMax(archive.Tensor("loss/logits").to(ScalarType.Float64)), archive.Tensor("loss/log_stablemax_out"));
    }

    private static void Initialisation(GoldenArchive archive, StageCheck check)
    {
        foreach (var name in archive.Stage("trunc_normal"))
        {
            if (DeviationPattern().Match(name) is { Success: true } match)
            {
                var std = double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
                check.Compare(name, TruncatedNormal.FromUniform(archive.Tensor("trunc_normal/uniform_in"), std), archive.Tensor($"trunc_normal/{name}"));
            }
        }
    }

    private static void Schedule(GoldenArchive archive, StageCheck check)
    {
        double[][] rows = [.. Rows(archive.Tensor("cosine_schedule"))];
        foreach (var (row, number) in rows.Select((row, number) => (row, number)))
        {
            var schedule = new LearningRateSchedule(row[0], (long)row[1], (long)row[2], row[3]);
            // As a share of the base rate: an absolute error would pass anything at rates of 1e-4.
            check.Compare($"row {number}", schedule.At((long)row[4]) / row[0], row[5] / row[0]);
        }
    }

    private static void Rotary(GoldenArchive archive, StageCheck check)
    {
        foreach (var name in archive.Stage("rope"))
        {
            if (TablePattern().Match(name) is not { Success: true } match)
                continue;
            using var rotary = new RotaryEmbedding(int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture), int.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture), LayerChecks.Theta(archive), CPU);
            check.Compare(name, match.Groups[1].Value == "cos" ? rotary.Cosine : rotary.Sine, archive.Tensor($"rope/{name}"));
        }

        foreach (var name in new[] { "q", "k" }.Where(name => archive.Has($"rope/{name}_out")))
        {
            var heads = archive.Tensor($"rope/{name}");
            using var rotary = new RotaryEmbedding(heads.shape[3], heads.shape[1], LayerChecks.Theta(archive), CPU);
            check.Compare($"{name}_out", rotary.Rotate(heads), archive.Tensor($"rope/{name}_out"));
        }
    }

    private static void Adam(GoldenArchive archive, StageCheck check)
    {
        var hyper = new ManifestReader(archive.Manifest.GetProperty("hyper"), "manifest.json hyper").Object("adam_atan2");
        var betas = archive.Manifest.GetProperty("hyper").GetProperty("adam_atan2").GetProperty("betas");
        var grads = archive.Tensor("adam_atan2/grads");
        foreach (var (name, form) in new[] { ("p_package", AdamAtan2Form.Package), ("p_paper", AdamAtan2Form.Textbook) })
        {
            if (!archive.Has($"adam_atan2/{name}"))
                continue;
            var weight = new TorchSharp.Modules.Parameter(archive.Tensor("adam_atan2/p0"), true);
            using var optimizer = new AdamAtan2([("p", weight)], betas[0].GetDouble(), betas[1].GetDouble(), hyper.Double("weight_decay"), form);
            var golden = archive.Tensor($"adam_atan2/{name}");
            for (var step = 0; step < grads.shape[0]; step++)
            {
                weight.grad = grads[step].clone();
                optimizer.Step(hyper.Double("lr"));
                check.Compare($"{name} step {step + 1}", weight, golden[step]);
            }
        }
    }

    private static void PuzzleUpdate(GoldenArchive archive, StageCheck check)
    {
        // The generator's constants, where the manifest does not say them.
        var hyper = archive.Manifest.TryGetProperty("hyper", out var all) && all.TryGetProperty("signsgd", out var own) ? new ManifestReader(own, "manifest.json hyper.signsgd") : null;
        var table = archive.Tensor("signsgd/w0");
        using var embedding = new PuzzleEmbedding(table, 1, table.shape[1], ScalarType.Float32);
        embedding.SetLocalGradient(archive.Tensor("signsgd/ids"), archive.Tensor("signsgd/grad"));
        using var sgd = new SignSgd(embedding, hyper?.Double("weight_decay", 0.1) ?? 0.1);
        sgd.Step(hyper?.Double("lr", 0.01) ?? 0.01);
        check.Compare("w1", embedding.Weights, archive.Tensor("signsgd/w1"));
    }

    private static IEnumerable<double[]> Rows(Tensor matrix) => matrix.to(ScalarType.Float64).data<double>().ToArray().Chunk((int)matrix.shape[1]);

    [GeneratedRegex(@"^out_std([0-9.e+-]+)$")]
    private static partial Regex DeviationPattern();

    [GeneratedRegex(@"^(cos|sin)_d(\d+)_n(\d+)$")]
    private static partial Regex TablePattern();
}
