using System.IO.Compression;
using TrmLab.Core;
using TrmLab.Trainer.Verification;

namespace TrmLab.Trainer.Tests.Verification;

public sealed class ArchiveVerifierTests(ITestOutputHelper output) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("verify").FullName;

    [Theory]
    [InlineData("trm_attn_rope", 13)]
    [InlineData("trm_mlp_t", 13)]
    [InlineData("trm_attn_learned", 12)]
    [InlineData("trm_noemb_mlp_t", 12)]
    [InlineData("trm_singlez", 12)]
    [InlineData("trm_hier6", 12)]
    [InlineData("hrm", 12)]
    [InlineData("transformers_baseline", 12)]
    [InlineData("functions", 18)]
    [InlineData("dataset", 3)]
    public void EveryStageOfTheReferenceIsMet(string archive, int stages) => IsMet(SharedData.Golden($"model/{archive}.zip"), stages);

    [Theory]
    [InlineData("trm_attn_rope", 13)]
    [InlineData("trm_mlp_t", 13)]
    [InlineData("trm_attn_learned", 12)]
    [InlineData("trm_noemb_mlp_t", 12)]
    public void TheNativeStepMeetsEveryStageToo(string archive, int stages)
    {
        var report = IsMet(SharedData.Golden($"model/{archive}.zip"), stages, native: true);
        Assert.EndsWith("native step", report.Description);
    }

    [Theory]
    [InlineData("token-mlp", 7)]
    [InlineData("functions", 18)]
    public void EveryStageInTheRepositoryIsMet(string archive, int stages) => IsMet(InRepository(archive), stages);

    [Fact]
    public void AWrongNumberFailsItsStageAndNoOther()
    {
        var report = ArchiveVerifier.Verify(Changed("token-mlp", "call2/logits.npy", bytes =>
        {
            var value = BitConverter.ToSingle(bytes, bytes.Length - 4) + 0.01f;
            BitConverter.TryWriteBytes(bytes.AsSpan(bytes.Length - 4), value);
            return bytes;
        }));
        var failed = Assert.Single(report.Stages, stage => !stage.Passed);
        Assert.Equal("call2", failed.Stage);
        Assert.Contains("logits is off by 0.01", failed.Detail);
        Assert.Equal(0.01, failed.MaxError, 4);
        Assert.Equal($"verified {report.Stages.Count - 1} of {report.Stages.Count} stages", report.Summary);
        Assert.False(report.IsVerified);
    }

    [Fact]
    public void AWeightThatTheNetworkDoesNotHaveIsNamed()
    {
        var report = ArchiveVerifier.Verify(Changed("token-mlp", "params/lm_head.weight.npy", bytes => bytes, "params/second_head.weight.npy"));
        var failed = Assert.Single(report.Stages, stage => !stage.Passed);
        Assert.Equal("params", failed.Stage);
        Assert.Contains("second_head.weight", failed.Detail);
    }

    [Fact]
    public void AMissingWeightFailsEveryStageWithItsName()
    {
        var report = ArchiveVerifier.Verify(Changed("token-mlp", "params/lm_head.weight.npy", _ => null));
        Assert.Equal(0, report.Passed);
        Assert.All(report.Stages, stage => Assert.Contains("lm_head.weight", stage.Detail));
    }

    [Fact]
    public void WhatIsNoArchiveIsRefusedInOneLine()
    {
        var text = Path.Combine(_folder, "text.zip");
        File.WriteAllText(text, "no zip");
        Assert.Contains("text.zip", Refusal(text));
        Assert.Contains("manifest.json", Refusal(Changed("token-mlp", "manifest.json", _ => null)));
        Assert.Contains("hidden_size", Refusal(Changed("token-mlp", "manifest.json", _ => "{\"arch\":\"x.trm@Y\",\"config\":{\"batch_size\":4}}"u8.ToArray())));
        Assert.Contains("missing.zip", Refusal(Path.Combine(_folder, "missing.zip")));

        string Refusal(string path)
        {
            var message = Assert.Throws<InputException>(() => ArchiveVerifier.Verify(path)).Message;
            Assert.DoesNotContain('\n', message);
            return message;
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string InRepository(string name) => Path.Combine(AppContext.BaseDirectory, "Verification", "Archives", $"{name}.zip");

    private VerificationReport IsMet(string path, int stages, bool native = false)
    {
        var report = ArchiveVerifier.Verify(path, native: native);
        foreach (var stage in report.Stages)
            output.WriteLine($"{stage.Stage,-18} {stage.Compared,4} {stage.MaxError:e2} / {stage.Tolerance:e2} {(stage.Passed ? "ok" : "FAILED")} {stage.Detail}");
        output.WriteLine($"{report.Description}: {report.Summary}");
        Assert.True(report.IsVerified, report.Summary);
        Assert.Equal(stages, report.Stages.Count);
        return report;
    }

    // A copy with one entry replaced or (null) left out; optionally kept under a second name too.
    private string Changed(string archive, string entry, Func<byte[], byte[]?> change, string? copy = null)
    {
        var path = Path.Combine(_folder, "changed.zip");
        File.WriteAllBytes(path, File.ReadAllBytes(InRepository(archive)));
        using var zip = ZipFile.Open(path, ZipArchiveMode.Update);
        var old = zip.GetEntry(entry)!;
        var content = new MemoryStream();
        using (var stream = old.Open())
            stream.CopyTo(content);
        old.Delete();
        var changed = change(content.ToArray());
        foreach (var name in new[] { entry, copy }.OfType<string>().Where(_ => changed is not null))
        {
            using var target = zip.CreateEntry(name).Open();
            target.Write(changed!);
        }

        return path;
    }
}
