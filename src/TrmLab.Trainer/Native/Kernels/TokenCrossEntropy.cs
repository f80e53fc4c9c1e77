using TrmLab.Core.Configuration;

namespace TrmLab.Trainer.Native.Kernels;

/// <summary>Cross entropy of one position in float64: stable-max, s(v) = v + 1 or 1 / (1 - v) below zero, p = s / sum; or softmax.</summary>
internal static class TokenCrossEntropy
{
    private const double Epsilon = 1e-30;

    /// <returns>-log p[label].</returns>
    /// <param name="logits">In: logits. Out: the loss's gradient by them.</param>
    /// <param name="space">As long as the logits.</param>
    public static double Compute(TokenLoss kind, Span<double> logits, int label, Span<double> space) =>
        kind == TokenLoss.StableMax ? StableMax(logits, label, space) : SoftMax(logits, label);

    private static double StableMax(Span<double> logits, int label, Span<double> s)
    {
        var sum = 0.0;
        for (var v = 0; v < logits.Length; v++)
        {
            s[v] = logits[v] < 0 ? 1 / (1 - logits[v] + Epsilon) : logits[v] + 1;
            sum += s[v];
        }

        var probability = s[label] / sum;
        for (var v = 0; v < logits.Length; v++)
        {
            var slope = logits[v] < 0 ? s[v] * s[v] : 1;
            logits[v] = slope * (1 / sum - (v == label ? 1 / s[v] : 0));
        }

        return -Math.Log(probability);
    }

    private static double SoftMax(Span<double> logits, int label)
    {
        var greatest = double.NegativeInfinity;
        foreach (var logit in logits)
            greatest = Math.Max(greatest, logit);
        var sum = 0.0;
        foreach (var logit in logits)
            sum += Math.Exp(logit - greatest);
        var loss = greatest + Math.Log(sum) - logits[label];
        for (var v = 0; v < logits.Length; v++)
            logits[v] = Math.Exp(logits[v] - greatest) / sum - (v == label ? 1 : 0);
        return loss;
    }
}
