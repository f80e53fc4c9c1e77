namespace TrmLab.Core.Interchange;

/// <summary>Forms in which a run's metrics go out.</summary>
public enum MetricFormat
{
    /// <summary>A table with wandb's columns.</summary>
    Csv,

    /// <summary>One JSON object per row, with wandb's keys.</summary>
    JsonLines,

    /// <summary>A TensorBoard event file.</summary>
    TensorBoard,
}
