using System.Text.Json;
using TorchSharp;
using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Numerics;
using TrmLab.Core.Puzzles;
using TrmLab.Core.Runs;
using TrmLab.Trainer.Checkpoints;
using TrmLab.Trainer.Checkpoints.Arrays;
using TrmLab.Trainer.Model;

namespace TrmLab.Trainer.Training;

/// <summary>
/// A run's checkpoint: raw and averaged weights under the reference's keys, and what else an exact resume needs - moments, carry, sampler
/// position, random states. N steps, stop, resume and M steps give the same bytes as N + M steps (on a CPU with the same threads).
/// </summary>
public static class TrainingCheckpoint
{
    private const string CarryPrefix = "carry/";

    // Steps, halted, inputs, labels, identifiers: what a carry holds beside the recursion's state.
    private const int CarryColumns = 5;

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Writes the state; a checkpoint of the same step is replaced.</summary>
    /// <param name="root">The run's checkpoints directory.</param>
    /// <param name="state">Between two steps.</param>
    /// <param name="carry">Of the global batch, whatever share of it the state has.</param>
    /// <param name="metrics">Figures known about these weights.</param>
    /// <returns>Its directory.</returns>
    /// <exception cref="IOException">It could not be written; older ones are untouched.</exception>
    public static string Save(string root, TrainingState state, Carry carry, IReadOnlyDictionary<string, double> metrics)
    {
        using var gradient = torch.no_grad();
        var manifest = CheckpointManifest.For(state.Step, state.Model.Shape) with
        {
            Metrics = metrics,
            ForwardType = state.Model.ForwardType == torch.ScalarType.BFloat16 ? ForwardType.BFloat16 : ForwardType.Float32,
        };
        return CheckpointDirectory.Write(root, manifest, files =>
        {
            files.Add(CheckpointManifest.RawWeights, s => SafetensorsWriter.Write(s, Weights(state.Model)));
            if (state.Update.Average is { } average)
            {
                var averaged = average.Shadows.Select(w => TensorArrays.Of(w.Name, w.Value)).Concat(Buffers(state.Model));
                files.Add(CheckpointManifest.EmaWeights, s => SafetensorsWriter.Write(s, averaged));
            }

            var arrays = state.Update.Optimizer.State.Concat(CarryTensors(carry));
            files.Add(CheckpointManifest.StateArrays, s => SafetensorsWriter.Write(s, arrays.Select(a => TensorArrays.Of(a.Name, a.Value))));
            files.Add(CheckpointManifest.StateDocument, s => JsonSerializer.Serialize(s, DocumentOf(state), Json));
        });
    }

    /// <summary>Restores a state from a checkpoint of the same configuration, written by any number of ranks.</summary>
    /// <exception cref="InputException">The checkpoint is damaged, belongs to another configuration or holds weights only.</exception>
    public static void Load(string path, TrainingState state)
    {
        var manifest = CheckpointDirectory.Open(path);
        if (!manifest.Files.ContainsKey(CheckpointManifest.StateDocument))
            throw new InputException($"{path}: holds weights but no training state (imported, or exported); start a new run from it instead of resuming");
        LoadWeights(path, CheckpointManifest.RawWeights, state.Model);
        if (state.Update.Average is { } average) Restore(path, CheckpointManifest.EmaWeights, average.Shadows);
        Restore(path, CheckpointManifest.StateArrays, state.Update.Optimizer.State);
        var carry = LoadCarry(path, state);
        state.Carry.Dispose();
        state.Carry = carry;

        var document = ReadDocument(path);
        state.Step = manifest.Step;
        state.Model.Depth = state.DepthAt(state.Step);
        state.Interval = document.Interval;
        state.Update.Optimizer.StepCount = document.OptimizerSteps;
        state.Sampler.Restore(document.Sampler);
        state.Halting.Exploration.State = document.Exploration;
        state.Best = document.Best;
    }

    /// <summary>Reads one kind of weights of a checkpoint into a network of the same shape.</summary>
    /// <exception cref="InputException">The file is absent, or does not fit the network.</exception>
    public static void LoadWeights(string path, string file, TinyRecursiveModel model) =>
        Restore(path, file, model.Weights.Select(w => (w.name, (torch.Tensor)w.parameter)).Concat(model.Buffers));

    private static IEnumerable<NamedArray> Weights(TinyRecursiveModel model) =>
        model.Weights.Select(w => TensorArrays.Of(w.name, w.parameter)).Concat(Buffers(model));

    private static IEnumerable<NamedArray> Buffers(TinyRecursiveModel model) => model.Buffers.Select(b => TensorArrays.Of(b.name, b.buffer));

    private static IEnumerable<(string Name, torch.Tensor Value)> CarryTensors(Carry carry) =>
        carry.State.All.Select((tensor, i) => ($"{CarryPrefix}state{i}", tensor)).Concat(
        [
            (CarryPrefix + "steps", carry.Steps),
            (CarryPrefix + "halted", carry.Halted),
            (CarryPrefix + "inputs", carry.Inputs),
            (CarryPrefix + "labels", carry.Labels),
            (CarryPrefix + "puzzle_identifiers", carry.PuzzleIdentifiers),
        ]);

    // New tensors: those of a fresh carry are broadcast views that cannot be written into. Of this run's types: a state in float32 from another
    // device would make a bfloat16 network compute in float32 from then on.
    private static Carry LoadCarry(string path, TrainingState state)
    {
        using var scope = torch.NewDisposeScope();
        using var stored = SafetensorsFile.Open(Path.Combine(path, CheckpointManifest.StateArrays));
        var loaded = CarryTensors(state.Carry).Select(tensor => Load(tensor.Name, tensor.Value)).ToList();
        var states = loaded.Count - CarryColumns;
        return new Carry(new RecursionState(loaded[0], loaded[1..states]), loaded[states], loaded[states + 1], loaded[states + 2], loaded[states + 3], loaded[states + 4]);

        torch.Tensor Load(string name, torch.Tensor like)
        {
            var array = stored[name];
            long[] whole = [state.Share.Total, .. like.shape[1..]];
            return array.Shape.SequenceEqual(whole)
                ? array.ToTensor().narrow(0, state.Share.First, state.Share.Count).contiguous().to(like.dtype).to(like.device)
                : throw new InputException($"{path}: {name} is stored as [{string.Join(", ", array.Shape)}], this run needs [{string.Join(", ", whole)}]; resume with the run's own configuration");
        }
    }

    private static void Restore(string path, string file, IEnumerable<(string Name, torch.Tensor Value)> targets)
    {
        var full = Path.Combine(path, file);
        if (!File.Exists(full)) throw new InputException($"{path}: holds no {file}; the run was made with other settings");
        using var stored = SafetensorsFile.Open(full);
        using var gradient = torch.no_grad();
        foreach (var (name, value) in targets) stored[name].CopyTo(value);
    }

    private static Document DocumentOf(TrainingState state) => new(
        state.Interval, state.Update.Optimizer.StepCount, state.Sampler.State, state.Halting.Exploration.State, state.Best);

    private static Document ReadDocument(string path)
    {
        var file = Path.Combine(path, CheckpointManifest.StateDocument);
        try
        {
            return JsonSerializer.Deserialize<Document>(File.ReadAllBytes(file), Json) ?? throw new InputException($"{file}: empty; use another checkpoint");
        }
        catch (JsonException e)
        {
            throw new InputException($"{file}: not a training state of this program version ({e.Message.Split('.')[0]}); use another checkpoint", e);
        }
    }

    private sealed record Document(int Interval, long OptimizerSteps, SamplerState Sampler, RandomState Exploration, BestSoFar Best);
}
