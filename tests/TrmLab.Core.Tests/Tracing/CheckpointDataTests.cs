using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;
using TrmLab.Core.Tests.Puzzles;
using TrmLab.Core.Tracing;

namespace TrmLab.Core.Tests.Tracing;

public sealed class CheckpointDataTests : IDisposable
{
    private static readonly ModelShape Shape = new(new ArchConfig(), SmallDataset.Form.SequenceLength, SmallDataset.Form.VocabularySize, 1);
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("trmlab-checkpoint-data-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void AnImportedCheckpointIsOfferedTheDataSetsOfItsSize()
    {
        SmallDataset.Write(At("datasets/mine"));
        SmallDataset.Write(At("datasets/other-size"), SmallDataset.Form with { VocabularySize = SmallDataset.Form.VocabularySize + 1 });
        Directory.CreateDirectory(At("datasets/unfinished"));
        Assert.Equal([At("datasets/mine")], CheckpointData.DirectoriesOf(At("checkpoints/imported"), Shape, _root.FullName));
    }

    [Fact]
    public void ACheckpointOfARunKeepsToTheRunsOwnData()
    {
        SmallDataset.Write(At("datasets/mine"));
        SmallDataset.Write(At("trained-on"));
        var run = RunDirectory.At(At("runs/one"));
        Directory.CreateDirectory(run.Root);
        File.WriteAllText(run.Config, ConfigJson.Write(new RunConfig { DataPaths = [At("trained-on")] }));
        Assert.Equal([At("trained-on")], CheckpointData.DirectoriesOf(Path.Combine(run.Checkpoints, "step_000000010"), Shape, _root.FullName));
    }

    private string At(string path) => Path.Combine(_root.FullName, path);
}
