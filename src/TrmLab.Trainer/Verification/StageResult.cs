namespace TrmLab.Trainer.Verification;

/// <summary>One stage of an archive, replayed.</summary>
/// <param name="Stage">Its name, as the folder in the archive.</param>
/// <param name="Compared">Arrays and numbers compared.</param>
/// <param name="MaxError">Largest error; what a relative tolerance allows is already taken off.</param>
/// <param name="Tolerance">Largest error that passes.</param>
/// <param name="Passed">Everything compared was within the tolerance, and something was compared.</param>
/// <param name="Detail">What was worst or went wrong, in one line; empty if there is nothing to say.</param>
public sealed record StageResult(string Stage, int Compared, double MaxError, double Tolerance, bool Passed, string Detail);

/// <summary>What replaying one archive showed.</summary>
/// <param name="Path">The archive.</param>
/// <param name="Description">What the archive holds, such as the network.</param>
/// <param name="Stages">In the order in which they were replayed.</param>
public sealed record VerificationReport(string Path, string Description, IReadOnlyList<StageResult> Stages)
{
    /// <summary>Stages that passed.</summary>
    public int Passed => Stages.Count(stage => stage.Passed);

    /// <summary>Every stage passed, and there was at least one.</summary>
    public bool IsVerified => Stages.Count > 0 && Passed == Stages.Count;

    /// <summary>The last line of the printed report.</summary>
    public string Summary => $"verified {Passed} of {Stages.Count} stages";
}
