using static TorchSharp.torch;

namespace TrmLab.Trainer.Model;

/// <summary>Gated MLP over the last axis: W2 (silu(gate) * up), where gate and up are the halves of W1 x.</summary>
public sealed class SwiGlu : nn.Module<Tensor, Tensor>
{
    private readonly CastedLinear _gateUp;
    private readonly CastedLinear _down;

    public SwiGlu(WeightFactory weights, long width, long innerWidth)
        : base(nameof(SwiGlu))
    {
        _gateUp = new CastedLinear(weights, width, 2 * innerWidth);
        _down = new CastedLinear(weights, innerWidth, width);
        register_module("gate_up_proj", _gateUp);
        register_module("down_proj", _down);
    }

    /// <summary>[..., width] -> [..., width].</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var halves = _gateUp.forward(input).chunk(2, -1);
        var gated = nn.functional.silu(halves[0]).mul(halves[1]);
        return _down.forward(gated).MoveToOuterDisposeScope();
    }
}
