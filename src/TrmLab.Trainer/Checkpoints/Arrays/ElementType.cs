namespace TrmLab.Trainer.Checkpoints.Arrays;

/// <summary>Element types of stored arrays, by their safetensors names. All are stored little-endian.</summary>
public enum ElementType
{
    F32,
    F16,
    BF16,
    F64,
    I64,
    I32,
    U8,
    BOOL,
}

/// <summary>Sizes and kinds of <see cref="ElementType"/>.</summary>
public static class ElementTypes
{
    /// <summary>Bytes per element.</summary>
    public static int Size(this ElementType type) => type switch
    {
        ElementType.F64 or ElementType.I64 => 8,
        ElementType.F32 or ElementType.I32 => 4,
        ElementType.F16 or ElementType.BF16 => 2,
        _ => 1,
    };

    /// <summary>True for the types that can be weights.</summary>
    public static bool IsFloating(this ElementType type) => type is ElementType.F32 or ElementType.F16 or ElementType.BF16 or ElementType.F64;
}
