using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Verification;

/// <summary>Every network call inside the first supervision step, in order.</summary>
internal sealed class TraceStage : IVerificationStage
{
    public IReadOnlyList<string> Stages(ModelArchive archive) => archive.Archive.Stage("trace").Count > 0 ? ["trace"] : [];

    public IEnumerable<StageResult> Replay(ModelArchive archive, Device device)
    {
        using var scope = NewDisposeScope();
        using var gradient = no_grad();
        using var model = archive.Build(device);
        var recorder = new Recorder();
        using var carry = Carry.Initial(model, archive.BatchSize).Refill(model, archive.Batch(1));
        model.Forward(carry.State, carry.Inputs, model.PuzzleEmbedding?.Gather(carry.PuzzleIdentifiers), recorder);

        var check = new StageCheck("trace", Tolerances.FirstCall);
        Dictionary<string, Tensor> actual = recorder.Layers.Select((output, layer) => ($"first_level_call_block{layer}", output)).ToDictionary();
        actual["input_embeddings"] = recorder.Question!;
        string[] order = archive.Archive.Manifest.TryGetProperty("trace_order", out var names) ? [.. names.EnumerateArray().Select(name => name.GetString()!)] : [];
        check.Equal("number of network calls", recorder.Updates.Count, order.Length);
        foreach (var (name, output) in order.Zip(recorder.Updates))
            actual[name] = output;

        string[] golden = [.. archive.Archive.Stage("trace")];
        foreach (var name in golden.Where(actual.ContainsKey))
            check.Compare(name, actual[name], archive.Archive.Tensor($"trace/{name}"));
        check.Unknown(golden.Where(name => !actual.ContainsKey(name)));
        return [check.Result()];
    }

    private sealed class Recorder : IRecursionObserver
    {
        public Tensor? Question { get; private set; }

        public List<Tensor> Layers { get; } = [];

        public List<Tensor> Updates { get; } = [];

        public void OnQuestion(Tensor question) => Question = Copy(question);

        public void OnLayer(int layer, Tensor output)
        {
            if (Updates.Count == 0)
                Layers.Add(Copy(output));
        }

        public void OnUpdate(RecursionUpdate update, RecursionState state) => Updates.Add(Copy(state[update.Slot]));

        private static Tensor Copy(Tensor tensor) => tensor.cpu().clone().DetachFromDisposeScope();
    }
}
