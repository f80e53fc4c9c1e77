namespace TrmLab.Trainer.Native.Network;

/// <summary>What one supervision step says about one sequence.</summary>
/// <param name="TokenLoss">Mean over the labelled positions; 0 without any.</param>
/// <param name="HaltLoss">Cross entropy of the halting logit against <see cref="Exact"/>.</param>
/// <param name="Labelled">Positions with a label.</param>
/// <param name="Correct">Labelled positions whose greatest logit is the label's.</param>
/// <param name="Halt">Halting logit.</param>
/// <param name="Continue">Continue logit.</param>
internal readonly record struct SequenceResult(double TokenLoss, double HaltLoss, int Labelled, int Correct, float Halt, float Continue)
{
    /// <summary>Every labelled position right; true without any.</summary>
    public bool Exact => Correct == Labelled;
}
