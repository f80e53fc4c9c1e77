namespace TrmLab.Trainer.Checkpoints.Architecture;

/// <summary>Where a value of an imported network's configuration comes from.</summary>
public enum FieldOrigin
{
    /// <summary>It follows from names and shapes of the weights.</summary>
    Weights,

    /// <summary>Given by the user or by the data set.</summary>
    Option,

    /// <summary>From the configuration beside or in the file.</summary>
    ConfigFile,

    /// <summary>Nothing says it: the published recipe's value.</summary>
    Assumed,
}

/// <summary>One value of an imported network's configuration.</summary>
/// <param name="Path">Dotted key such as <c>arch.num_heads</c>, or <c>seq_len</c>.</param>
/// <param name="Value">As <c>--set</c> would take it.</param>
/// <param name="Origin">Where it comes from.</param>
public sealed record InferredField(string Path, string Value, FieldOrigin Origin);
