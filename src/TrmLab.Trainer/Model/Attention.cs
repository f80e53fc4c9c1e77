using static TorchSharp.torch;

namespace TrmLab.Trainer.Model;

/// <summary>Multi-head self-attention over all tokens, with one fused projection for queries, keys and values.</summary>
public sealed class Attention : nn.Module<Tensor, Tensor>
{
    private readonly CastedLinear _qkv;
    private readonly CastedLinear _output;
    private readonly RotaryEmbedding? _rotary;
    private readonly long _heads;
    private readonly long _headWidth;

    /// <param name="rotary">Null: positions are elsewhere or nowhere. Not owned.</param>
    public Attention(WeightFactory weights, long width, long heads, long headWidth, RotaryEmbedding? rotary)
        : base(nameof(Attention))
    {
        (_heads, _headWidth, _rotary) = (heads, headWidth, rotary);
        _qkv = new CastedLinear(weights, width, 3 * heads * headWidth);
        _output = new CastedLinear(weights, heads * headWidth, width);
        register_module("qkv_proj", _qkv);
        register_module("o_proj", _output);
    }

    /// <summary>Shown the queries and keys [B, heads, L, head width] of each call while set.</summary>
    public Action<Tensor, Tensor>? Watch { get; set; }

    /// <summary>[B, L, D] -> [B, L, D].</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var (batch, length) = (input.shape[0], input.shape[1]);
        var qkv = _qkv.forward(input).view(batch, length, 3 * _heads, _headWidth);
        // One split: its gradient is joined once, where three slices would each fill one of the whole size with zeros.
        var parts = qkv.chunk(3, 2);
        var query = Place(parts[0]).transpose(1, 2);
        var key = Place(parts[1]).transpose(1, 2);
        var value = parts[2].transpose(1, 2);
        Watch?.Invoke(query, key);
        var mixed = nn.functional.scaled_dot_product_attention(query, key, value);
        var joined = mixed.transpose(1, 2).reshape(batch, length, _heads * _headWidth);
        return _output.forward(joined).MoveToOuterDisposeScope();
    }

    private Tensor Place(Tensor heads) => _rotary is null ? heads : _rotary.Rotate(heads);
}
