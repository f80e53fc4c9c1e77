using System.Text.Json;
using TrmLab.Trainer.Model;
using TrmLab.Trainer.Training;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Verification;

/// <summary>Evaluation of the first batch from a fresh carry until every sequence has halted.</summary>
internal sealed class EvaluationStage : IVerificationStage
{
    public IReadOnlyList<string> Stages(ModelArchive archive) =>
        archive.Archive.Stage("eval").Count > 0 || Metrics(archive) is not null ? ["eval"] : [];

    public IEnumerable<StageResult> Replay(ModelArchive archive, Device device)
    {
        using var scope = NewDisposeScope();
        using var model = archive.Build(device);
        using var step = archive.Step(model);
        var batch = archive.Batch(1);
        var result = step.Run(Carry.Initial(model, archive.BatchSize), batch, training: false);
        var calls = 1;
        // The last call is bound to come: evaluation halts at N_sup.
        for (; !result.Carry.Halted.all().item<bool>(); calls++)
        {
            using var before = result;
            using var carry = result.Carry;
            result = step.Run(carry, batch, training: false);
        }

        using var last = result;
        using var end = result.Carry;
        var check = new StageCheck("eval", Tolerances.Evaluation);
        Compare(check, archive, result, calls);
        return [check.Result()];
    }

    private static void Compare(StageCheck check, ModelArchive archive, StepResult result, int calls)
    {
        Dictionary<string, Tensor> actual = new() { ["logits"] = result.Logits, ["q_halt_logits"] = result.HaltLogits, ["q_continue_logits"] = result.ContinueLogits };
        var golden = archive.Archive.Stage("eval");
        foreach (var name in golden.Where(actual.ContainsKey))
            check.Compare(name, actual[name], archive.Archive.Tensor($"eval/{name}"));
        if (golden.Contains("preds"))
            check.Compare("preds", Disagreement(archive, result.Logits), zeros_like(result.Logits.select(-1, 0)));
        check.Unknown(golden.Where(name => !actual.ContainsKey(name) && name != "preds"));
        if (Metrics(archive) is not { } metrics)
            return;
        var own = result.Metrics.Read().Sums().ToDictionary();
        foreach (var metric in metrics.EnumerateObject())
        {
            if (metric.Name == "_num_calls")
                check.Equal(metric.Name, calls, metric.Value.GetInt32());
            else if (own.TryGetValue(metric.Name, out var value))
                check.Compare(metric.Name, value, metric.Value.GetDouble());
            else
                check.Fail($"the metric {metric.Name} is not computed here");
        }
    }

    // 0 where the predictions agree. Where they do not, how far our choice lies below the golden best: a tie may fall either way.
    private static Tensor Disagreement(ModelArchive archive, Tensor logits)
    {
        var own = logits.argmax(-1).cpu();
        var preds = archive.Archive.Tensor("eval/preds");
        if (!archive.Archive.Has("eval/logits"))
            return own.ne(preds).to(ScalarType.Float64);
        var golden = archive.Archive.Tensor("eval/logits");
        var distance = golden.gather(-1, preds.unsqueeze(-1)).sub(golden.gather(-1, own.unsqueeze(-1))).squeeze(-1);
        // Each of the two logits may be off by the tolerance.
        return distance.Over(2);
    }

    private static JsonElement? Metrics(ModelArchive archive) =>
        archive.Archive.Manifest.TryGetProperty("eval", out var eval) && eval.ValueKind == JsonValueKind.Object && eval.TryGetProperty("metrics", out var metrics) ? metrics : null;
}
