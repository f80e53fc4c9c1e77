namespace TrmLab.Core.Numerics;

/// <summary>The whole state of a <see cref="SeededRandom"/>; restoring it continues the very same sequence.</summary>
public readonly record struct RandomState(ulong A, ulong B, ulong C, ulong D);
