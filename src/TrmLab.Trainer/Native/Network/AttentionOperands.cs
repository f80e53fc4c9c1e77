namespace TrmLab.Trainer.Native.Network;

/// <summary>Queries, keys and values of a chunk in the forms that the heads' products read.</summary>
/// <param name="projections">[rows, 3 heads * width]: queries of all heads, keys, values.</param>
/// <param name="left">The same as left side.</param>
/// <param name="right">The same as right side.</param>
internal readonly unsafe struct AttentionOperands(float* projections, float* left, float* right, int rows)
{
    public readonly float* Projections = projections;
    public readonly float* Left = left;
    public readonly float* Right = right;
    public readonly int Rows = rows;
}
