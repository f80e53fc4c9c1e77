using TrmLab.Core.Configuration;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Model;

/// <summary>One layer: mix the tokens, then the features; each as x = norm(x + f(x)).</summary>
public sealed class Block : nn.Module<Tensor, Tensor>
{
    private readonly Attention? _attention;
    private readonly SwiGlu? _tokenMlp;
    private readonly SwiGlu _mlp;
    private readonly double _epsilon;

    public Block(ModelShape shape, WeightFactory weights, RotaryEmbedding? rotary)
        : base(nameof(Block))
    {
        var arch = shape.Arch;
        _epsilon = arch.NormEpsilon;
        if (arch.Mixer == Mixer.TokenMlp)
        {
            _tokenMlp = new SwiGlu(weights, shape.TotalLength, shape.InnerWidth(shape.TotalLength));
            register_module("mlp_t", _tokenMlp);
        }
        else
        {
            _attention = new Attention(weights, arch.HiddenSize, arch.Heads, shape.HeadWidth, rotary);
            register_module("self_attn", _attention);
        }

        _mlp = new SwiGlu(weights, arch.HiddenSize, shape.InnerWidth(arch.HiddenSize));
        register_module("mlp", _mlp);
    }

    /// <summary>Shows the following calls' attention to an observer that wants to see it; nothing is computed for others.</summary>
    public void Watch(int layer, IRecursionObserver? observer)
    {
        if (_attention is not null)
            _attention.Watch = observer is { WatchesAttention: true } ? (query, key) => observer.OnAttention(layer, query, key) : null;
    }

    /// <summary>[B, L, D] -> [B, L, D].</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        Tensor mixed;
        if (_attention is not null)
        {
            mixed = PostNorm(input, _attention);
        }
        else
        {
            // The token MLP and its norm work along the L axis. Contiguous again before the features: a strided input makes the
            // bfloat16 product several times slower on a CPU.
            mixed = PostNorm(input.transpose(1, 2), _tokenMlp!).transpose(1, 2).contiguous();
        }

        return PostNorm(mixed, _mlp).MoveToOuterDisposeScope();
    }

    private Tensor PostNorm(Tensor input, nn.Module<Tensor, Tensor> f) => RmsNorm.Apply(input.Plus(f.forward(input)), _epsilon);
}
