using TrmLab.Trainer.Checkpoints.Arrays;

namespace TrmLab.Trainer.Checkpoints;

/// <summary>An open file of named arrays; the arrays are readable until it is disposed.</summary>
public interface IWeightsFile : IDisposable
{
    /// <summary>The arrays in file order, under the names that stand in the file.</summary>
    IReadOnlyList<NamedArray> Arrays { get; }

    /// <summary>What was passed over in the file, one line each.</summary>
    IReadOnlyList<string> Notes { get; }
}
