using TrmLab.Core.Numerics;

namespace TrmLab.Core.Puzzles;

/// <summary>A random symmetry applied to an example when it is drawn for training.</summary>
public interface IExampleAugmentation
{
    /// <summary>Replaces tokens and labels by those of the transformed example; labels of -100 stay what they are, wherever they move.</summary>
    void Apply(SeededRandom random, Span<int> inputs, Span<int> labels);
}
