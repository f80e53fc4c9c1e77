using System.Buffers.Binary;
using System.Text;

namespace TrmLab.Trainer.Checkpoints.Torch;

/// <summary>Emits pickle protocol 2 as Python's pickler does, with its numbering of the memo, so that equal state dicts give equal bytes.</summary>
internal sealed class PickleWriter
{
    private readonly List<byte> _bytes = [];
    private readonly Dictionary<string, int> _shared = new(StringComparer.Ordinal);
    private int _memo;

    internal byte[] ToArray() => [.. _bytes];

    internal PickleWriter Code(PickleOpcode code)
    {
        _bytes.Add((byte)code);
        return this;
    }

    internal PickleWriter Protocol()
    {
        _bytes.AddRange([(byte)PickleOpcode.Proto, 2]);
        return this;
    }

    /// <summary>Remembers the value on top under the next number.</summary>
    internal int Put()
    {
        Numbered(PickleOpcode.BinPut, PickleOpcode.LongBinPut, _memo);
        return _memo++;
    }

    /// <summary>A Python name; the second time a reference to the first.</summary>
    internal PickleWriter Global(string module, string name) => Shared($"{module}.{name}", () =>
    {
        Code(PickleOpcode.Global);
        _bytes.AddRange(Encoding.ASCII.GetBytes($"{module}\n{name}\n"));
    });

    /// <summary>A constant of the Python program, one object however often it is used.</summary>
    internal PickleWriter Constant(string text) => Shared($"'{text}'", () => WriteText(text));

    /// <summary>A string made at run time: each is an object of its own.</summary>
    internal PickleWriter Text(string text)
    {
        WriteText(text);
        Put();
        return this;
    }

    internal PickleWriter Integer(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        var (code, size) = value switch
        {
            < 0 => throw new ArgumentOutOfRangeException(nameof(value)),
            <= byte.MaxValue => (PickleOpcode.BinInt1, 1),
            <= ushort.MaxValue => (PickleOpcode.BinInt2, 2),
            <= int.MaxValue => (PickleOpcode.BinInt, 4),
            _ => (PickleOpcode.Long1, 0),
        };
        Code(code);
        if (code == PickleOpcode.Long1)
        {
            // As few bytes as the number and its sign bit need.
            size = (sizeof(long) * 8 - System.Numerics.BitOperations.LeadingZeroCount((ulong)value)) / 8 + 1;
            _bytes.Add((byte)size);
        }

        _bytes.AddRange(bytes[..size]);
        return this;
    }

    internal PickleWriter Integers(IReadOnlyList<long> values)
    {
        if (values.Count == 0)
            return Code(PickleOpcode.EmptyTuple);
        if (values.Count > 3)
            Code(PickleOpcode.Mark);
        foreach (var value in values)
            Integer(value);
        Code(values.Count > 3 ? PickleOpcode.Tuple : (PickleOpcode)((int)PickleOpcode.Tuple1 + values.Count - 1));
        Put();
        return this;
    }

    private PickleWriter Shared(string key, Action write)
    {
        if (_shared.TryGetValue(key, out var number))
        {
            Numbered(PickleOpcode.BinGet, PickleOpcode.LongBinGet, number);
            return this;
        }

        write();
        _shared[key] = Put();
        return this;
    }

    private void WriteText(string text)
    {
        var encoded = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, encoded.Length);
        Code(PickleOpcode.BinUnicode);
        _bytes.AddRange(length);
        _bytes.AddRange(encoded);
    }

    private void Numbered(PickleOpcode narrow, PickleOpcode wide, int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        Code(number <= byte.MaxValue ? narrow : wide);
        _bytes.AddRange(bytes[..(number <= byte.MaxValue ? 1 : sizeof(int))]);
    }
}
