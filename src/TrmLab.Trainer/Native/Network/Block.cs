using TrmLab.Core.Configuration;
using TrmLab.Trainer.Native.Kernels;
using TrmLab.Trainer.Native.Products;

namespace TrmLab.Trainer.Native.Network;

/// <summary>One layer: mix the tokens, then the features; each with its post-norm. Belongs to a thread.</summary>
internal sealed unsafe class Block
{
    private readonly ITokenMixing _mixing;
    private readonly FeatureMlp _mlp;
    private readonly int _tokenRows;

    public Block(NetworkSize size, MatrixProducts products, Scratch scratch, PreparedLayer layer, Gradients gradients, Rotary? rotary)
    {
        _tokenRows = size.TokenRows;
        var (mixIn, mixOut) = (layer.MixIn, layer.MixOut);
        _mixing = size.Mixer == Mixer.TokenMlp
            ? new TokenMlp(size, products, scratch, mixIn.Weight, mixOut.Weight, gradients[mixIn.Slot], gradients[mixOut.Slot])
            : new AttentionMixing(size, products, scratch, mixIn.Weight, mixOut.Weight, gradients[mixIn.Slot], gradients[mixOut.Slot], rotary);
        _mlp = new FeatureMlp(
            size, products, scratch, layer.GateUp.Weight, layer.Down.Weight, gradients[layer.GateUp.Slot], gradients[layer.Down.Slot]);
    }

    /// <param name="x">[items * token rows, D]; replaced by the output.</param>
    public void Forward(float* x, int items)
    {
        _mixing.Forward(x, x, null, items);
        _mlp.Forward(x, x, null, items * _tokenRows);
    }

    /// <summary>Reads <see cref="BlockTape.Input"/>, fills the rest of the tape.</summary>
    public void Forward(BlockTape tape, int items)
    {
        _mixing.Forward(tape.Input, tape.Mixed, tape, items);
        _mlp.Forward(tape.Mixed, tape.Output, tape, items * _tokenRows);
    }

    /// <param name="d">Gradient of the output; becomes that of the input.</param>
    public void Backward(float* d, BlockTape tape, int items)
    {
        _mlp.Backward(d, tape, items * _tokenRows);
        _mixing.Backward(d, tape, items);
    }
}
