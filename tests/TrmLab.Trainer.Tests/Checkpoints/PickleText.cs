using System.Buffers.Binary;
using System.Text;
using TrmLab.Trainer.Checkpoints.Torch;

namespace TrmLab.Trainer.Tests.Checkpoints;

/// <summary>Composes pickles and torch archives by hand, also such as no program would write.</summary>
internal sealed class PickleText
{
    private readonly List<byte> _bytes = [0x80, 2];

    internal byte[] ToArray() => [.. _bytes];

    internal PickleText Raw(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>Instructions by their letters.</summary>
    internal PickleText Ops(string letters) => Raw(Encoding.Latin1.GetBytes(letters));

    internal PickleText Global(string module, string name) => Ops($"c{module}\n{name}\n");

    internal PickleText Text(string text)
    {
        var encoded = Encoding.UTF8.GetBytes(text);
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, encoded.Length);
        return Ops("X").Raw(length).Raw(encoded);
    }

    internal PickleText Number(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return Raw(0x8a, 8).Raw(bytes);
    }

    internal PickleText Tuple(params long[] values)
    {
        Ops("(");
        foreach (var value in values)
            Number(value);
        return Ops("t");
    }

    internal PickleText Storage(string type, string key, long count) =>
        Ops("(").Text("storage").Global("torch", type).Text(key).Text("cpu").Number(count).Ops("tQ");

    internal PickleText Tensor(string key, long count, long offset, long[] shape, long[] strides, string type = "FloatStorage") =>
        Global("torch._utils", "_rebuild_tensor_v2").Ops("(").Storage(type, key, count).Number(offset).Tuple(shape).Tuple(strides)
            .Raw(0x89).Global("collections", "OrderedDict").Ops(")RtR");

    /// <summary>A state dict of one tensor.</summary>
    internal static PickleText OneTensor(string name, long count, long offset, long[] shape, long[] strides, string type = "FloatStorage") =>
        new PickleText().Ops("}").Text(name).Tensor("0", count, offset, shape, strides, type).Ops("s.");

    /// <summary>A torch archive around a pickle, with storages <c>data/0</c>, <c>data/1</c>, ...</summary>
    internal static byte[] Archive(byte[] pickle, params byte[][] storages)
    {
        using var stream = new MemoryStream();
        var zip = new StreamingZip(stream);
        zip.Add("archive/data.pkl", pickle.Length, content => content.Write(pickle));
        foreach (var (index, storage) in storages.Index())
            zip.Add($"archive/data/{index}", storage.Length, content => content.Write(storage));
        zip.Add("archive/version", 2, content => content.Write("3\n"u8));
        zip.Finish();
        return stream.ToArray();
    }
}
