using System.Buffers.Binary;

namespace TrmLab.Core.Interchange.TensorBoard;

/// <summary>A <c>TensorProto</c> that holds one number, as TensorFlow 2 and newer writers log scalars.</summary>
internal static class ScalarTensor
{
    private const int Float = 1;
    private const int Double = 2;
    private const int Int32 = 3;
    private const int Int64 = 9;
    private const int BFloat16 = 14;
    private const int Half = 19;

    /// <summary>The number, or null for anything else (several elements, text, other types, malformed).</summary>
    public static double? Read(ReadOnlySpan<byte> message)
    {
        var type = 0;
        ReadOnlySpan<byte> content = default;
        double? listed = null;
        var elements = 0;
        var fields = new ProtoFields(message);
        while (fields.Next())
        {
            switch (fields.Number, fields.WireType)
            {
                case (1, 0): type = (int)fields.Bits; break;
                case (4, 2): content = fields.Bytes; break;
                case (5 or 6 or 7 or 10 or 13, 2):
                    elements += Packed(fields.Number, fields.Bytes, ref listed);
                    break;
                case (5, 5): (listed, elements) = (fields.AsSingle, elements + 1); break;
                case (6, 1): (listed, elements) = (fields.AsDouble, elements + 1); break;
                case (7 or 10 or 13, 0): (listed, elements) = (Integer(fields.Number, fields.Bits), elements + 1); break;
            }
        }

        if (fields.Malformed) return null;
        if (elements == 1 && content.IsEmpty) return type is Half or BFloat16 ? Sixteen(type, (ushort)listed!.Value) : Known(type) ? listed : null;
        return elements == 0 ? OfContent(type, content) : null;
    }

    private static bool Known(int type) => type is Float or Double or Int32 or Int64;

    private static double Integer(int field, ulong bits) => field == 7 ? (int)bits : (long)bits;

    // The number of elements, as far as it matters: 0, 1 or more.
    private static int Packed(int field, ReadOnlySpan<byte> bytes, ref double? value)
    {
        if (bytes.IsEmpty) return 0;
        if (field == 5 && bytes.Length == 4) value = BinaryPrimitives.ReadSingleLittleEndian(bytes);
        else if (field == 6 && bytes.Length == 8) value = BinaryPrimitives.ReadDoubleLittleEndian(bytes);
        else if (field is 7 or 10 or 13 && ProtoFields.TryVarint(bytes, out var bits, out var size) && size == bytes.Length) value = Integer(field, bits);
        else return 2;
        return 1;
    }

    private static double? OfContent(int type, ReadOnlySpan<byte> content) => (type, content.Length) switch
    {
        (Float, 4) => BinaryPrimitives.ReadSingleLittleEndian(content),
        (Double, 8) => BinaryPrimitives.ReadDoubleLittleEndian(content),
        (Int32, 4) => BinaryPrimitives.ReadInt32LittleEndian(content),
        (Int64, 8) => BinaryPrimitives.ReadInt64LittleEndian(content),
        (Half or BFloat16, 2) => Sixteen(type, BinaryPrimitives.ReadUInt16LittleEndian(content)),
        _ => null,
    };

    private static double Sixteen(int type, ushort bits) =>
        type == Half ? (double)BitConverter.UInt16BitsToHalf(bits) : BitConverter.UInt32BitsToSingle((uint)bits << 16);
}
