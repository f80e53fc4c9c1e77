using System.Text.Json;
using TrmLab.Core.Numerics;
using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Verification;

/// <summary>Norm, gated MLP and attention with golden weights.</summary>
internal static class LayerChecks
{
    public static void Compare(GoldenArchive archive, StageCheck check)
    {
        var x = archive.Tensor("layers/x");
        var weights = new WeightFactory(new SeededRandom(0), CPU);
        if (archive.Has("layers/rms_norm_out"))
            check.Compare("rms_norm_out", RmsNorm.Apply(x, Hyper(archive, "rms_norm_eps", 1e-5)), archive.Tensor("layers/rms_norm_out"));
        if (archive.Has("layers/swiglu_out"))
        {
            var down = archive.Tensor("layers/swiglu_down");
            using var swiglu = new SwiGlu(weights, down.shape[0], down.shape[1]);
            Set(swiglu, ("gate_up_proj.weight", archive.Tensor("layers/swiglu_gate_up")), ("down_proj.weight", down));
            check.Compare("swiglu_out", swiglu.forward(x), archive.Tensor("layers/swiglu_out"));
        }

        CompareAttention(archive, check, x, weights, "attn_out_rope", rotate: true);
        CompareAttention(archive, check, x, weights, "attn_out_norope", rotate: false);
    }

    /// <summary>Base of the rotary frequencies.</summary>
    public static double Theta(GoldenArchive archive) =>
        Attention(archive) is { } attention && attention.TryGetProperty("rope_theta", out var theta) ? theta.GetDouble() : 10000;

    private static void CompareAttention(GoldenArchive archive, StageCheck check, Tensor x, WeightFactory weights, string name, bool rotate)
    {
        if (!archive.Has($"layers/{name}") || Attention(archive) is not { } sizes)
            return;
        var manifest = new ManifestReader(sizes, "manifest.json hyper.layers/attn");
        var (heads, headWidth) = (manifest.Int("num_heads"), manifest.Int("head_dim"));
        using var rotary = rotate ? new RotaryEmbedding(headWidth, x.shape[1], Theta(archive), CPU) : null;
        using var attention = new Attention(weights, x.shape[2], heads, headWidth, rotary);
        Set(attention, ("qkv_proj.weight", archive.Tensor("layers/attn_qkv")), ("o_proj.weight", archive.Tensor("layers/attn_o")));
        check.Compare(name, attention.forward(x), archive.Tensor($"layers/{name}"));
    }

    private static JsonElement? Attention(GoldenArchive archive) =>
        archive.Manifest.TryGetProperty("hyper", out var hyper) && hyper.TryGetProperty("layers/attn", out var attention) ? attention : null;

    private static double Hyper(GoldenArchive archive, string key, double fallback) =>
        archive.Manifest.TryGetProperty("hyper", out var hyper) && hyper.TryGetProperty(key, out var value) ? value.GetDouble() : fallback;

    private static void Set(nn.Module module, params (string Name, Tensor Value)[] values)
    {
        using var gradient = no_grad();
        foreach (var (name, value) in values)
            module.named_parameters().Single(parameter => parameter.name == name).parameter.copy_(value);
    }
}
