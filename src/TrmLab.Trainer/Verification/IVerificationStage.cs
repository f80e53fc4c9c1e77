using static TorchSharp.torch;

namespace TrmLab.Trainer.Verification;

/// <summary>Replays a part of a model archive; knows from the archive alone whether it is there.</summary>
internal interface IVerificationStage
{
    /// <summary>The stages of this archive that the part covers, in order; empty if there is nothing to replay.</summary>
    IReadOnlyList<string> Stages(ModelArchive archive);

    /// <summary>Replays them.</summary>
    IEnumerable<StageResult> Replay(ModelArchive archive, Device device);
}
