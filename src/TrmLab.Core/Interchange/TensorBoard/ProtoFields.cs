using System.Buffers.Binary;

namespace TrmLab.Core.Interchange.TensorBoard;

/// <summary>
/// The fields of a protocol buffer message, one after the other. Only what event files use: no groups. Written by hand because three small
/// messages do not warrant generated code; a malformed message ends the enumeration with <see cref="Malformed"/>.
/// </summary>
internal ref struct ProtoFields(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    public int Number { get; private set; }

    /// <summary>0 varint, 1 fixed 64, 2 bytes, 5 fixed 32.</summary>
    public int WireType { get; private set; }

    /// <summary>Value of a varint or fixed field.</summary>
    public ulong Bits { get; private set; }

    /// <summary>Content of a bytes field.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    public bool Malformed { get; private set; }

    public readonly double AsDouble => BitConverter.UInt64BitsToDouble(Bits);

    public readonly float AsSingle => BitConverter.UInt32BitsToSingle((uint)Bits);

    public bool Next()
    {
        if (_rest.IsEmpty) return false;
        if (!TryVarint(out var tag) || tag >> 3 is 0 or > int.MaxValue) return Fail();
        Number = (int)(tag >> 3);
        WireType = (int)(tag & 7);
        switch (WireType)
        {
            case 0 when TryVarint(out var value):
                Bits = value;
                return true;
            case 1 when _rest.Length >= 8:
                Bits = BinaryPrimitives.ReadUInt64LittleEndian(_rest);
                _rest = _rest[8..];
                return true;
            case 2 when TryVarint(out var length) && length <= (ulong)_rest.Length:
                Bytes = _rest[..(int)length];
                _rest = _rest[(int)length..];
                return true;
            case 5 when _rest.Length >= 4:
                Bits = BinaryPrimitives.ReadUInt32LittleEndian(_rest);
                _rest = _rest[4..];
                return true;
            default:
                return Fail();
        }
    }

    /// <summary>A varint at the start of <paramref name="bytes"/>, as in a packed field.</summary>
    public static bool TryVarint(ReadOnlySpan<byte> bytes, out ulong value, out int size)
    {
        value = 0;
        for (size = 0; size < bytes.Length && size < 10;)
        {
            var next = bytes[size];
            value |= (ulong)(next & 0x7F) << (7 * size);
            size++;
            if (next < 0x80) return true;
        }

        return false;
    }

    private bool TryVarint(out ulong value)
    {
        var found = TryVarint(_rest, out value, out var size);
        _rest = _rest[size..];
        return found;
    }

    private bool Fail()
    {
        Malformed = true;
        _rest = default;
        return false;
    }
}
