using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using TrmLab.Trainer.Native.Lanes;
using TrmLab.Trainer.Native.Memory;

namespace TrmLab.Trainer.Native.Products;

/// <summary>The assembled bfloat16 tiles of this process, for 6, 2 and 1 rows of 16 to 64 results.</summary>
internal static unsafe class DotTiles
{
    private const int Widths = Panels.Width / LaneWidth.Lanes;

    private static readonly nint[] Tiles = new nint[3 * Widths];

    /// <summary>Rows of each kind of tile.</summary>
    public static IReadOnlyList<int> RowCounts { get; } = [Tile.Rows, 2, 1];

    /// <summary>Why there are none, in words that follow "because"; null if there are.</summary>
    public static string? Gap { get; } = Make();

    /// <summary>Runs a tile.</summary>
    /// <param name="kind">Index into <see cref="RowCounts"/>.</param>
    public static void Run(int kind, int width, DotTileArguments* arguments) =>
        ((delegate* unmanaged[SuppressGCTransition]<DotTileArguments*, void>)Tiles[kind * Widths + width / LaneWidth.Lanes - 1])(arguments);

    private static string? Make()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
            return "its bfloat16 products are made for Linux on x64";
        if (!Vector512.IsHardwareAccelerated || !Avx512BW.IsSupported || !HasDotProduct())
            return "its bfloat16 products need a processor with AVX-512 BF16";
        try
        {
            for (var i = 0; i < Tiles.Length; i++)
                Tiles[i] = ExecutableMemory.Place(DotTileAssembler.Assemble(RowCounts[i / Widths], (i % Widths + 1) * LaneWidth.Lanes));
            return null;
        }
        catch (Win32Exception refusal)
        {
            return $"its bfloat16 products need executable memory, which the system refuses ({refusal.Message})";
        }
    }

    // Leaf 7, subleaf 1, EAX bit 5: AVX512_BF16.
    private static bool HasDotProduct() => X86Base.CpuId(0, 0).Eax >= 7 && (X86Base.CpuId(7, 1).Eax & (1 << 5)) != 0;
}
