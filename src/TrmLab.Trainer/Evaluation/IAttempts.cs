using TrmLab.Trainer.Model;

namespace TrmLab.Trainer.Evaluation;

/// <summary>How several attempts at one puzzle differ.</summary>
internal interface IAttempts
{
    /// <summary>In reports: <c>rollouts</c> or <c>symmetries</c>.</summary>
    string Kind { get; }

    /// <summary>Attempts at each puzzle.</summary>
    int Count { get; }

    /// <summary>Changes the questions and labels of one row to what the attempt is asked.</summary>
    void Transform(int attempt, Span<int> inputs, Span<int> labels)
    {
    }

    /// <summary>Takes an answer back to the puzzle as it stands.</summary>
    void Restore(int attempt, Span<int> answer)
    {
    }

    /// <summary>Disturbs the state before a supervision step (from 1).</summary>
    /// <param name="rows">Example and attempt of each row of the carry.</param>
    /// <returns>A new carry, or null to leave it as it is.</returns>
    Carry? Disturb(Carry carry, IReadOnlyList<AttemptRow> rows, int step) => null;
}

/// <summary>What a row of a batch works on.</summary>
/// <param name="Example">Place in its set; -1 for padding.</param>
/// <param name="Attempt">From 0.</param>
internal readonly record struct AttemptRow(int Example, int Attempt);
