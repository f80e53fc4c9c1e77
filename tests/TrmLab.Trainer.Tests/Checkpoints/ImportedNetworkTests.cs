using TorchSharp;
using TrmLab.Core.Runs;
using TrmLab.Trainer.Checkpoints;
using TrmLab.Trainer.Model;
using TrmLab.Trainer.Training;
using TrmLab.Trainer.Verification;

namespace TrmLab.Trainer.Tests.Checkpoints;

public sealed class ImportedNetworkTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("trmlab-imported-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("trm_mlp_t", 2e-4)]
    [InlineData("trm_attn_rope", 0.05)] // its initial states were rounded to bfloat16 when it was saved
    public void A_golden_checkpoint_computes_the_references_first_answer(string name, double tolerance)
    {
        var target = Path.Combine(_directory.FullName, "imported");
        var report = CheckpointImport.Run(
            new ImportOptions
            {
                File = SharedData.Golden($"checkpoints/{name}_step_100"),
                SequenceLength = 16,
                Fields = [new("arch.num_heads", "4"), new("arch.puzzle_emb_len", "2"), new("arch.H_cycles", "2"), new("arch.L_cycles", "3")],
            },
            target);

        using var scope = torch.NewDisposeScope();
        using var gradient = torch.no_grad();
        using var golden = GoldenArchive.Open(SharedData.Golden($"model/{name}.zip"));
        using var model = new TinyRecursiveModel(report.Shape, torch.CPU, torch.ScalarType.Float32, 0);
        TrainingCheckpoint.LoadWeights(target, CheckpointManifest.RawWeights, model);
        var inputs = golden.Tensor("batch1/inputs");
        var rows = model.PuzzleEmbedding!.Gather(golden.Tensor("batch1/puzzle_identifiers"));
        var output = model.Forward(model.InitialState(inputs.shape[0]), inputs, rows);

        Assert.InRange(output.Logits.sub(golden.Tensor("call1/logits")).abs().max().item<float>(), 0, tolerance);
    }
}
