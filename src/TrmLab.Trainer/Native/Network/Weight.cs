namespace TrmLab.Trainer.Native.Network;

/// <summary>A trained tensor: where its values and its gradient lie, both row-major float32.</summary>
/// <param name="rows">Rows of the tensor; a vector is one row.</param>
/// <param name="gradient">Null in evaluation.</param>
internal readonly unsafe struct Weight(float* values, float* gradient, int rows, int columns)
{
    public readonly float* Values = values;
    public readonly float* Gradient = gradient;
    public readonly int Rows = rows;
    public readonly int Columns = columns;
}
