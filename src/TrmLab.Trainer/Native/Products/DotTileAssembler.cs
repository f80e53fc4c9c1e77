using System.Runtime.InteropServices;
using Iced.Intel;
using TrmLab.Trainer.Native.Lanes;
using static Iced.Intel.AssemblerRegisters;

namespace TrmLab.Trainer.Native.Products;

/// <summary>
/// Assembles a <see cref="Tile"/> for pairs of bfloat16: the same loops around the instruction VDPBF16PS, which multiplies two pairs and adds
/// both products to a float32. .NET has no intrinsic for it.
/// </summary>
internal static class DotTileAssembler
{
    private const int RegisterBytes = 64;
    private const int LineBytes = Panels.Width * sizeof(float);

    private static readonly AssemblerRegisterZMM[] Zmm =
    [
        zmm0, zmm1, zmm2, zmm3, zmm4, zmm5, zmm6, zmm7, zmm8, zmm9, zmm10, zmm11, zmm12, zmm13, zmm14, zmm15,
        zmm16, zmm17, zmm18, zmm19, zmm20, zmm21, zmm22, zmm23, zmm24, zmm25, zmm26, zmm27, zmm28, zmm29, zmm30, zmm31,
    ];

    // Registers that a function may change under the System V calling convention; rdi holds the arguments.
    private static readonly AssemblerRegister64 Block = rsi, RowStride = rdx, ColumnStride = rcx, Depth = r8, Right = r9, Upper = rax, Lower = r10, Count = r11;

    /// <summary>Machine code of <c>void tile(DotTileArguments*)</c>.</summary>
    /// <param name="rows">1 to 6.</param>
    /// <param name="width">16 to 64 results per row.</param>
    public static byte[] Assemble(int rows, int width)
    {
        var registers = width / LaneWidth.Lanes;
        var line = Zmm[24..(24 + registers)];
        var factor = zmm31;
        AssemblerRegisterZMM Sum(int row, int register) => Zmm[row * registers + register];

        var code = new Assembler(64);
        var nextBlock = code.CreateLabel();
        var nextColumn = code.CreateLabel();
        var wholeBlock = code.CreateLabel();
        var store = code.CreateLabel();

        code.mov(Block, Field(nameof(DotTileArguments.Left)));
        code.mov(RowStride, Field(nameof(DotTileArguments.RowStride)));
        code.mov(ColumnStride, Field(nameof(DotTileArguments.ColumnStride)));
        code.mov(Depth, Field(nameof(DotTileArguments.Depth)));
        code.mov(Right, Field(nameof(DotTileArguments.Right)));
        for (var i = 0; i < rows * registers; i++)
            code.vpxord(Zmm[i], Zmm[i], Zmm[i]);

        code.Label(ref nextBlock);
        code.mov(Count, Field(nameof(DotTileArguments.BlockLength)));
        code.cmp(Count, Depth);
        code.jle(wholeBlock);
        code.mov(Count, Depth);
        code.Label(ref wholeBlock);
        code.sub(Depth, Count);
        code.mov(Upper, Block);
        code.lea(Lower, __[Block + RowStride * 2]);
        code.add(Lower, RowStride);

        code.Label(ref nextColumn);
        for (var register = 0; register < registers; register++)
            code.vmovups(line[register], __zmmword_ptr[Right + register * RegisterBytes]);
        for (var row = 0; row < rows; row++)
        {
            code.vpbroadcastd(factor, Element(row));
            for (var register = 0; register < registers; register++)
                code.vdpbf16ps(Sum(row, register), line[register], factor);
        }

        code.add(Upper, ColumnStride);
        code.add(Lower, ColumnStride);
        code.add(Right, LineBytes);
        code.dec(Count);
        code.jne(nextColumn);
        code.add(Block, Field(nameof(DotTileArguments.BlockStride)));
        code.test(Depth, Depth);
        code.jne(nextBlock);

        code.mov(Right, Field(nameof(DotTileArguments.Result)));
        code.cmp(Field(nameof(DotTileArguments.Accumulate)), 0);
        code.je(store);
        for (var i = 0; i < rows * registers; i++)
            code.vaddps(Zmm[i], Zmm[i], Result(i));
        code.Label(ref store);
        for (var i = 0; i < rows * registers; i++)
            code.vmovups(Result(i), Zmm[i]);
        code.vzeroupper();
        code.ret();

        AssemblerMemoryOperand Result(int i) => __zmmword_ptr[Right + (i / registers * LineBytes + i % registers * RegisterBytes)];

        using var stream = new MemoryStream();
        code.Assemble(new StreamCodeWriter(stream), 0);
        return stream.ToArray();
    }

    private static AssemblerMemoryOperand Field(string name) => __qword_ptr[rdi + (int)Marshal.OffsetOf<DotTileArguments>(name)];

    // Element of the left side in one of up to six rows.
    private static AssemblerMemoryOperand Element(int row)
    {
        var start = row < 3 ? Upper : Lower;
        return (row % 3) switch
        {
            0 => __dword_ptr[start],
            1 => __dword_ptr[start + RowStride],
            _ => __dword_ptr[start + RowStride * 2],
        };
    }
}
