namespace TrmLab.Core.Results;

/// <summary>What kind of system a row is about.</summary>
public enum MethodKind
{
    /// <summary>A language model that reasons in words.</summary>
    LanguageModel,

    /// <summary>A network of the same size that answers in one pass.</summary>
    DirectPrediction,

    /// <summary>The hierarchical reasoning model.</summary>
    Hrm,

    /// <summary>The tiny recursive model.</summary>
    Trm,
}

/// <summary>A published figure.</summary>
/// <param name="Task">The benchmark.</param>
/// <param name="Method">As the source names it.</param>
/// <param name="Parameters">As the source gives them, such as <c>7M</c>; empty if it does not.</param>
/// <param name="Score">In percent; <see cref="BenchmarkTasks.MeasureOf"/> says of what.</param>
/// <param name="Kind">Kind of system.</param>
/// <param name="Source">Where it stands.</param>
public sealed record PublishedResult(BenchmarkTask Task, string Method, string Parameters, double Score, MethodKind Kind, string Source);
