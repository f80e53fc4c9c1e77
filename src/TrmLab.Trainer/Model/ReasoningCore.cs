using TorchSharp.Modules;
using TrmLab.Core.Configuration;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Model;

/// <summary>The network f(state, injection): their sum through a stack of blocks. TRM uses one for both updates.</summary>
public sealed class ReasoningCore : nn.Module<Tensor, Tensor?, Tensor>
{
    private readonly ModuleList<Block> _layers;

    public ReasoningCore(ModelShape shape, int layers, WeightFactory weights, RotaryEmbedding? rotary)
        : base(nameof(ReasoningCore))
    {
        _layers = new ModuleList<Block>([.. Enumerable.Range(0, layers).Select(_ => new Block(shape, weights, rotary))]);
        register_module("layers", _layers);
    }

    /// <summary>Told about each layer's output, and its attention if it wants to know, while set; tensors are only valid during the call.</summary>
    public IRecursionObserver? Observer { get; set; }

    /// <summary>[B, L, D] and an injection of that shape, or none -> [B, L, D].</summary>
    public override Tensor forward(Tensor state, Tensor? injection)
    {
        using var scope = NewDisposeScope();
        var hidden = injection is null ? state : state.Plus(injection);
        for (var layer = 0; layer < _layers.Count; layer++)
        {
            _layers[layer].Watch(layer, Observer);
            hidden = _layers[layer].forward(hidden);
            Observer?.OnLayer(layer, hidden);
        }

        return hidden.MoveToOuterDisposeScope();
    }
}
