using TorchSharp;
using TrmLab.Trainer.Verification;

namespace TrmLab.Trainer.Tests.Checkpoints;

/// <summary>The weights of a golden archive by state-dict key, without the rotary tables, which state dicts do not hold.</summary>
internal static class GoldenWeights
{
    internal static Dictionary<string, (long[] Shape, float[] Values)> Of(string archive)
    {
        using var scope = torch.NewDisposeScope();
        using var golden = GoldenArchive.Open(archive);
        return golden.Arrays
            .Where(name => name.StartsWith("params/") || (name.StartsWith("buffers/") && !name.StartsWith("buffers/rotary_emb")))
            .ToDictionary(name => name[(name.IndexOf('/') + 1)..], name => golden.Tensor(name) is var tensor ? (tensor.shape, tensor.data<float>().ToArray()) : default);
    }
}
