namespace TrmLab.Trainer.Native.Network;

/// <summary>The first half of a block: every token sees the others, then the post-norm.</summary>
internal unsafe interface ITokenMixing
{
    /// <param name="x">[items * token rows, D].</param>
    /// <param name="output">Same layout; may be <paramref name="x"/>.</param>
    /// <param name="tape">Where to keep what the backward pass needs; null without gradient.</param>
    void Forward(float* x, float* output, BlockTape? tape, int items);

    /// <summary>Turns the gradient of the output into that of the input, in place, and adds to the weights' gradients.</summary>
    void Backward(float* d, BlockTape tape, int items);
}
