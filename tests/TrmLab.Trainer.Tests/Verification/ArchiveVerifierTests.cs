using TrmLab.Trainer.Verification;

namespace TrmLab.Trainer.Tests.Verification;

public class ArchiveVerifierTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("trm_attn_rope")]
    [InlineData("trm_mlp_t")]
    [InlineData("trm_attn_learned")]
    [InlineData("trm_noemb_mlp_t")]
    [InlineData("trm_singlez")]
    [InlineData("trm_hier6")]
    [InlineData("hrm")]
    [InlineData("transformers_baseline")]
    [InlineData("functions")]
    public void EveryStageOfTheReferenceIsMet(string archive)
    {
        var report = ArchiveVerifier.Verify(SharedData.Golden($"model/{archive}.zip"));
        foreach (var stage in report.Stages)
            output.WriteLine($"{stage.Stage,-18} {stage.Compared,4} {stage.MaxError:e2} / {stage.Tolerance:e2} {(stage.Passed ? "ok" : "FAILED")} {stage.Detail}");
        output.WriteLine($"{report.Description}: {report.Summary}");
        Assert.True(report.IsVerified, report.Summary);
    }
}
