using TorchSharp.Modules;
using TrmLab.Trainer.Model;
using TrmLab.Trainer.Native.Network;

namespace TrmLab.Trainer.Native;

/// <summary>Finds the network's tensors by the reference's names and hands out the addresses of their values and gradients.</summary>
internal sealed class TensorWeights(TinyRecursiveModel model)
{
    private readonly Dictionary<string, Parameter> _parameters = model.Weights.ToDictionary(weight => weight.name, weight => weight.parameter);

    /// <summary>Addresses for one step. With <paramref name="training"/> every weight's gradient is its part of the network's buffer afterwards.</summary>
    public NetworkWeights Of(bool training)
    {
        if (training)
            model.Gradients.Attach();
        var mixing = model.Shape.Arch.TokenMlp ? ("mlp_t.gate_up_proj", "mlp_t.down_proj") : ("self_attn.qkv_proj", "self_attn.o_proj");
        Weight Find(string name) => Address(name, training);
        return new NetworkWeights(
            Find("embed_tokens.embedding_weight"),
            _parameters.ContainsKey("embed_pos.embedding_weight") ? Find("embed_pos.embedding_weight") : default,
            Find("lm_head.weight"),
            Find("q_head.weight"),
            Find("q_head.bias"),
            [.. Enumerable.Range(0, model.Shape.Arch.Layers).Select(layer => $"L_level.layers.{layer}.").Select(layer => new LayerWeights(
                Find($"{layer}{mixing.Item1}.weight"),
                Find($"{layer}{mixing.Item2}.weight"),
                Find($"{layer}mlp.gate_up_proj.weight"),
                Find($"{layer}mlp.down_proj.weight")))]);
    }

    private unsafe Weight Address(string name, bool training)
    {
        var parameter = _parameters[name];
        var shape = parameter.shape;
        return new Weight(
            (float*)TensorMemory.Of(parameter),
            training ? (float*)TensorMemory.Of(parameter.grad!) : null,
            shape.Length == 1 ? 1 : (int)shape[0],
            (int)shape[^1]);
    }
}
