using TrmLab.Core.Configuration;
using TrmLab.Trainer.Checkpoints.Architecture;

namespace TrmLab.Trainer.Checkpoints;

/// <summary>What was found in a foreign state dict.</summary>
/// <param name="File">The file.</param>
/// <param name="Shape">The network that it belongs to.</param>
/// <param name="Step">From the file's metadata or its name (<c>step_65100</c>); 0 if neither says.</param>
/// <param name="Fields">Every value of the network's configuration with its origin, those that follow from the weights first and assumptions last.</param>
/// <param name="Messages">What was passed over, replaced or should be known, one line each.</param>
/// <param name="Directory">The checkpoint that was written; null if the file was only inspected.</param>
public sealed record ImportReport(
    string File,
    ModelShape Shape,
    long Step,
    IReadOnlyList<InferredField> Fields,
    IReadOnlyList<string> Messages,
    string? Directory)
{
    /// <summary>Values that nothing in the file or beside it says.</summary>
    public IEnumerable<InferredField> Assumed => Fields.Where(inferred => inferred.Origin == FieldOrigin.Assumed);
}
