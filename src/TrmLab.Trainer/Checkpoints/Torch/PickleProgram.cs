using System.Buffers.Binary;
using System.Text;
using TrmLab.Trainer.Checkpoints.Arrays;

namespace TrmLab.Trainer.Checkpoints.Torch;

/// <summary>
/// A pickle, decoded in full before any of it is carried out: an instruction or a Python name beyond those of a plain state dict is refused
/// by name here, so nothing has run yet.
/// </summary>
internal static class PickleProgram
{
    private const int LongestText = 1 << 16;
    private const int LongestName = 256;
    private const int MostInstructions = 500_000;

    /// <exception cref="FormatException">Says what is wrong, without the file's name.</exception>
    internal static List<PickleInstruction> Decode(ReadOnlySpan<byte> pickle)
    {
        var instructions = new List<PickleInstruction>();
        var foreign = new SortedSet<string>(StringComparer.Ordinal);
        var rest = pickle;
        do
        {
            if (instructions.Count == MostInstructions)
                throw new FormatException($"more than {MostInstructions} pickle instructions, which no state dict needs");
            var instruction = Next(ref rest, pickle.Length);
            if (instruction.Code == PickleOpcode.Global && PickleGlobal.Find(instruction.Text!) is null)
                foreign.Add(instruction.Text!);
            instructions.Add(instruction);
        }
        while (instructions[^1].Code != PickleOpcode.Stop);

        if (foreign.Count > 0)
            throw new FormatException($"it calls {Names(foreign)}, which loading would run; only tensors and dictionaries are accepted: save model.state_dict() alone");
        if (rest.Length > 0)
            throw new FormatException($"{rest.Length} bytes follow the end of the pickle");
        return instructions;
    }

    private static string Names(SortedSet<string> foreign)
    {
        const int shown = 5;
        var names = string.Join(", ", foreign.Take(shown).Select(InputText.Quote));
        return foreign.Count > shown ? $"{names} and {foreign.Count - shown} more" : names;
    }

    private static PickleInstruction Next(ref ReadOnlySpan<byte> rest, int length)
    {
        var at = length - rest.Length;
        var code = (PickleOpcode)Take(ref rest, 1)[0];
        switch (code)
        {
            case PickleOpcode.Proto:
                var protocol = Take(ref rest, 1)[0];
                return protocol == 2 ? new(code) : throw new FormatException($"pickle protocol {protocol}; torch.save writes 2 unless told otherwise: save without pickle_protocol");
            case PickleOpcode.BinInt1 or PickleOpcode.BinPut or PickleOpcode.BinGet:
                return new(code, Take(ref rest, 1)[0]);
            case PickleOpcode.BinInt2:
                return new(code, BinaryPrimitives.ReadUInt16LittleEndian(Take(ref rest, 2)));
            case PickleOpcode.BinInt:
                return new(code, BinaryPrimitives.ReadInt32LittleEndian(Take(ref rest, 4)));
            case PickleOpcode.LongBinPut or PickleOpcode.LongBinGet:
                return new(code, BinaryPrimitives.ReadUInt32LittleEndian(Take(ref rest, 4)));
            case PickleOpcode.BinFloat:
                return new(code, BinaryPrimitives.ReadInt64BigEndian(Take(ref rest, 8)));
            case PickleOpcode.Long1:
                return new(code, LongOf(Take(ref rest, Take(ref rest, 1)[0]), at));
            case PickleOpcode.BinUnicode:
                return new(code, 0, TextOf(ref rest, at));
            case PickleOpcode.Global:
                return new(code, 0, $"{Line(ref rest, at)}.{Line(ref rest, at)}");
            default:
                return Enum.IsDefined(code)
                    ? new(code)
                    : throw new FormatException($"pickle instruction 0x{(byte)code:x2} at byte {at}, which torch.save does not write for a state dict");
        }
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, int count)
    {
        if (rest.Length < count)
            throw new FormatException("the pickle ends in the middle; the file is cut off");
        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }

    private static string TextOf(ref ReadOnlySpan<byte> rest, int at)
    {
        var length = BinaryPrimitives.ReadUInt32LittleEndian(Take(ref rest, 4));
        return length <= LongestText
            ? Encoding.UTF8.GetString(Take(ref rest, (int)length))
            : throw new FormatException($"a string of {length} bytes at byte {at}; at most {LongestText} are accepted");
    }

    private static string Line(ref ReadOnlySpan<byte> rest, int at)
    {
        var length = rest[..Math.Min(rest.Length, LongestName + 1)].IndexOf((byte)'\n');
        if (length < 0)
            throw new FormatException($"a name without an end at byte {at}");
        return Encoding.UTF8.GetString(Take(ref rest, length + 1)[..length]);
    }

    private static long LongOf(ReadOnlySpan<byte> bytes, int at)
    {
        if (bytes.Length > sizeof(long))
            throw new FormatException($"an integer of {bytes.Length} bytes at byte {at}");
        long value = bytes.Length > 0 && bytes[^1] > 127 ? -1 : 0;
        for (var i = bytes.Length - 1; i >= 0; i--)
            value = (value << 8) | bytes[i];
        return value;
    }
}
