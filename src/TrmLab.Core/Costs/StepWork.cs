using TrmLab.Core.Configuration;

namespace TrmLab.Core.Costs;

/// <summary>What a training step computes and keeps, counted from its sizes alone: the terms that its time and memory are linear in.</summary>
/// <param name="Gigaflop">Multiplications and additions of all matrix products, 10^9: forward, and twice that backward where there is a gradient.</param>
/// <param name="Gigavalues">Values that pass the element-wise work between the products, 10^9, weighted alike.</param>
/// <param name="Megaparameters">Trained parameters, 10^6: what optimiser and average go through.</param>
/// <param name="Megatape">Values kept for the backward pass, 10^6.</param>
/// <param name="Megastate">Values of the batch itself - states before and after, question, logits -, 10^6.</param>
public sealed record StepWork(double Gigaflop, double Gigavalues, double Megaparameters, double Megatape, double Megastate)
{
    /// <summary>Of a step on a whole batch.</summary>
    /// <param name="threads">Threads of the native step, which keeps a tape for one chunk per thread; 0: autograd, which keeps the whole batch.</param>
    public static StepWork Of(ModelShape shape, int batchSize, int threads)
    {
        var arch = shape.Arch;
        double tokens = shape.TotalLength, width = arch.HiddenSize, inner = shape.InnerWidth(arch.HiddenSize), tokenInner = shape.InnerWidth(shape.TotalLength);
        double heads = arch.Heads * (double)shape.HeadWidth, scores = arch.Heads * tokens * tokens;

        // Of one sequence in one layer: token mixing and feature MLP.
        var flop = 6 * tokens * width * inner + (arch.TokenMlp ? 6 * width * tokens * tokenInner : 8 * tokens * width * heads + 4 * tokens * tokens * heads);
        var values = tokens * (3 * inner + 4 * width) + (arch.TokenMlp ? 3 * width * tokenInner : 6 * tokens * heads + 4 * scores);
        var kept = tokens * (2 * inner + 3 * width) + (arch.TokenMlp ? 2 * width * tokenInner : 4 * tokens * heads + scores);

        double calls = shape.UpdatesPerSupervisionStep, differentiated = arch.DifferentiatedUpdates;
        var layers = arch.Variant switch
        {
            Variant.Hrm => (arch.Layers + arch.HighLayers) / 2.0,
            Variant.Transformer => arch.HighLayers,
            _ => arch.Layers,
        };
        var passes = layers * batchSize * (calls + 2.0 * differentiated);
        var taped = threads > 0 ? Math.Min(batchSize, threads * ChunkPlan.Most(shape.TotalLength, batchSize, threads)) : batchSize;
        return new StepWork(
            flop * passes / 1e9,
            values * passes / 1e9,
            shape.ParameterCount / 1e6,
            kept * layers * differentiated * taped / 1e6,
            batchSize * (5 * tokens * width + 3 * shape.SequenceLength * (double)shape.VocabularySize) / 1e6);
    }
}
