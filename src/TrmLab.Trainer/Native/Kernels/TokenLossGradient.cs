using TrmLab.Core.Configuration;

namespace TrmLab.Trainer.Native.Kernels;

/// <summary>
/// Gradient of one position's cross entropy by its logits, in float64: of stable-max, s(v) = v + 1 or 1 / (1 - v) below zero,
/// p = s / sum(s); or of softmax.
/// </summary>
internal static class TokenLossGradient
{
    private const double Tiny = 1e-30;

    /// <param name="logits">In: logits. Out: d(-log p[label]) / d(logits).</param>
    /// <param name="space">As long as the logits.</param>
    public static void Compute(TokenLoss loss, Span<double> logits, int label, Span<double> space)
    {
        if (loss == TokenLoss.StableMax)
            StableMax(logits, label, space);
        else
            SoftMax(logits, label);
    }

    private static void StableMax(Span<double> logits, int label, Span<double> s)
    {
        var sum = 0.0;
        for (var v = 0; v < logits.Length; v++)
        {
            s[v] = logits[v] < 0 ? 1 / (1 - logits[v] + Tiny) : logits[v] + 1;
            sum += s[v];
        }

        for (var v = 0; v < logits.Length; v++)
        {
            var slope = logits[v] < 0 ? s[v] * s[v] : 1;
            logits[v] = slope * (1 / sum - (v == label ? 1 / s[v] : 0));
        }
    }

    private static void SoftMax(Span<double> logits, int label)
    {
        var greatest = double.NegativeInfinity;
        foreach (var logit in logits)
            greatest = Math.Max(greatest, logit);
        var sum = 0.0;
        foreach (var logit in logits)
            sum += Math.Exp(logit - greatest);
        for (var v = 0; v < logits.Length; v++)
            logits[v] = Math.Exp(logits[v] - greatest) / sum - (v == label ? 1 : 0);
    }
}
