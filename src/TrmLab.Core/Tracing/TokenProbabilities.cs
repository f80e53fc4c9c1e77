using TrmLab.Core.Configuration;

namespace TrmLab.Core.Tracing;

/// <summary>Probabilities of a cell's tokens, normalised as the loss that the network was trained with does it.</summary>
public static class TokenProbabilities
{
    /// <summary>Logits to probabilities, in double precision.</summary>
    /// <param name="loss">Stable-max: s(v) = v + 1 for v >= 0, else 1 / (1 - v); softmax: exp(v).</param>
    /// <param name="logits">[V].</param>
    /// <param name="probabilities">Receives [V].</param>
    public static void Of(TokenLoss loss, ReadOnlySpan<float> logits, Span<double> probabilities)
    {
        var largest = double.NegativeInfinity;
        foreach (var logit in logits)
            largest = Math.Max(largest, logit);
        double sum = 0;
        for (var i = 0; i < logits.Length; i++)
        {
            double v = logits[i];
            probabilities[i] = loss == TokenLoss.SoftMax ? Math.Exp(v - largest) : v >= 0 ? v + 1 : 1 / (1 - v);
            sum += probabilities[i];
        }

        for (var i = 0; i < logits.Length; i++)
            probabilities[i] /= sum;
    }

    /// <summary>Entropy in nats.</summary>
    public static double Entropy(ReadOnlySpan<double> probabilities)
    {
        double sum = 0;
        foreach (var p in probabilities)
            sum -= p > 0 ? p * Math.Log(p) : 0;
        return sum;
    }

    /// <summary>The two largest logits' places; of equal ones the first, as libtorch's argmax has it.</summary>
    public static (int First, int Second) TopTwo(ReadOnlySpan<float> logits)
    {
        var (first, second) = (0, -1);
        for (var i = 1; i < logits.Length; i++)
        {
            if (logits[i] > logits[first])
                (first, second) = (i, first);
            else if (second < 0 || logits[i] > logits[second])
                second = i;
        }

        return (first, Math.Max(second, 0));
    }
}
