using TrmLab.Core.Statistics;

namespace TrmLab.Trainer.Evaluation;

/// <summary>Exact accuracy when an answer is chosen from the first k attempts, for k = 1, 2, ... (place k - 1 of each list).</summary>
/// <param name="Kind"><c>rollouts</c> or <c>symmetries</c>.</param>
/// <param name="Count">Attempts K at each puzzle.</param>
/// <param name="Single">Mean over all K attempts taken alone.</param>
/// <param name="HaltHead">The answer with the highest halting logit.</param>
/// <param name="Majority">The most frequent answer.</param>
/// <param name="Cells">The most frequent token of every cell.</param>
/// <param name="Any">Any of them: pass@k, which needs an oracle.</param>
public sealed record AttemptCurves(
    string Kind,
    int Count,
    double Single,
    IReadOnlyList<Share> HaltHead,
    IReadOnlyList<Share> Majority,
    IReadOnlyList<Share> Cells,
    IReadOnlyList<Share> Any);
