using TrmLab.Core.Configuration;
using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Losses;

/// <summary>Cross entropy per token, without reduction.</summary>
public static class TokenCrossEntropy
{
    // Keeps 1 / (1 - v) finite in the branch that where() does not take.
    private const double Tiny = 1e-30;

    /// <summary>Loss per token.</summary>
    /// <param name="logits">[B, S, V].</param>
    /// <param name="labels">[B, S], int64.</param>
    /// <param name="valid">[B, S], bool; 0 loss where false.</param>
    /// <returns>[B, S]: float64 for stable-max, float32 for softmax.</returns>
    public static Tensor PerToken(TokenLoss loss, Tensor logits, Tensor labels, Tensor valid)
    {
        using var scope = NewDisposeScope();
        var logProbabilities = loss == TokenLoss.StableMax
            ? LogStableMax(logits.to(ScalarType.Float64))
            : nn.functional.log_softmax(logits.to(ScalarType.Float32), -1);
        var index = where(valid, labels, zeros_like(labels)).unsqueeze(-1);
        var chosen = logProbabilities.gather(-1, index).squeeze(-1);
        return where(valid, chosen, zeros_like(chosen)).neg().MoveToOuterDisposeScope();
    }

    /// <summary>log(s(v) / sum s(v)) over the last axis.</summary>
    public static Tensor LogStableMax(Tensor values)
    {
        using var scope = NewDisposeScope();
        var s = Stable(values);
        return s.div(s.sum(-1, keepdim: true)).log().MoveToOuterDisposeScope();
    }

    /// <summary>s(v) = v + 1 for v >= 0, else 1 / (1 - v): linear where the exponential of softmax would explode.</summary>
    public static Tensor Stable(Tensor values)
    {
        using var scope = NewDisposeScope();
        var below = values.neg().Plus(1).Plus(Tiny).reciprocal();
        return where(values.IsBelow(0), below, values.Plus(1)).MoveToOuterDisposeScope();
    }
}
