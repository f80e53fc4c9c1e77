using System.Globalization;
using TrmLab.Core.Runs;
using TrmLab.Trainer.Checkpoints.Arrays;

namespace TrmLab.Trainer.Checkpoints.Torch;

/// <summary>
/// Writes a state dict as torch.save does, so that torch.load reads it, with weights_only too: an ordered dictionary of contiguous CPU tensors,
/// each with a storage of its own. Only torch.save's fingerprint record, which loading does not use, is left out.
/// </summary>
public static class TorchZipWriter
{
    private const int ItemsAtOnce = 1000; // as Python's pickler

    /// <summary>Writes a file that appears complete or not at all.</summary>
    /// <param name="path">The file; its name without extension becomes the archive's folder, as torch.save has it.</param>
    /// <param name="arrays">Tensors in the order of the dictionary.</param>
    public static FileDigest Save(string path, IReadOnlyList<NamedArray> arrays) =>
        DurableFile.Write(path, stream => Write(stream, Path.GetFileNameWithoutExtension(path), arrays));

    internal static void Write(Stream stream, string folder, IReadOnlyList<NamedArray> arrays)
    {
        var zip = new StreamingZip(stream);
        AddBytes(zip, $"{folder}/data.pkl", Pickle(arrays));
        AddBytes(zip, $"{folder}/byteorder", "little"u8.ToArray());
        foreach (var (key, array) in arrays.Select((array, index) => (Key(index), array)).OrderBy(pair => pair.Item1, StringComparer.Ordinal))
            zip.Add($"{folder}/data/{key}", array.ByteLength, array.CopyTo);
        AddBytes(zip, $"{folder}/version", "3\n"u8.ToArray());
        zip.Finish();
    }

    private static void AddBytes(StreamingZip zip, string name, byte[] content) => zip.Add(name, content.Length, stream => stream.Write(content));

    private static string Key(int index) => index.ToString(CultureInfo.InvariantCulture);

    private static byte[] Pickle(IReadOnlyList<NamedArray> arrays)
    {
        var pickle = new PickleWriter().Protocol();
        EmptyDictionary(pickle);
        for (var start = 0; start < arrays.Count; start += ItemsAtOnce)
        {
            var end = Math.Min(start + ItemsAtOnce, arrays.Count);
            var single = end - start == 1;
            if (!single)
                pickle.Code(PickleOpcode.Mark);
            for (var i = start; i < end; i++)
                Tensor(pickle.Text(arrays[i].Name), arrays[i], Key(i));
            pickle.Code(single ? PickleOpcode.SetItem : PickleOpcode.SetItems);
        }

        return pickle.Code(PickleOpcode.Stop).ToArray();
    }

    private static void EmptyDictionary(PickleWriter pickle)
    {
        pickle.Global("collections", "OrderedDict").Code(PickleOpcode.EmptyTuple).Code(PickleOpcode.Reduce);
        pickle.Put();
    }

    private static void Tensor(PickleWriter pickle, NamedArray array, string key)
    {
        pickle.Global("torch._utils", "_rebuild_tensor_v2").Code(PickleOpcode.Mark);
        pickle.Code(PickleOpcode.Mark).Constant("storage").Global("torch", StorageName(array.Type)).Text(key).Constant("cpu").Integer(array.Count).Code(PickleOpcode.Tuple);
        pickle.Put();
        pickle.Code(PickleOpcode.BinPersistentId).Integer(0).Integers(array.Shape).Integers(Strides(array.Shape)).Code(PickleOpcode.NewFalse);
        EmptyDictionary(pickle); // backward hooks: none
        pickle.Code(PickleOpcode.Tuple).Put();
        pickle.Code(PickleOpcode.Reduce).Put();
    }

    private static long[] Strides(IReadOnlyList<long> shape)
    {
        var strides = new long[shape.Count];
        long stride = 1;
        for (var axis = shape.Count - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= Math.Max(1, shape[axis]);
        }

        return strides;
    }

    private static string StorageName(ElementType type) => type switch
    {
        ElementType.F32 => "FloatStorage",
        ElementType.F16 => "HalfStorage",
        ElementType.BF16 => "BFloat16Storage",
        ElementType.F64 => "DoubleStorage",
        ElementType.I64 => "LongStorage",
        ElementType.I32 => "IntStorage",
        ElementType.U8 => "ByteStorage",
        _ => "BoolStorage",
    };
}
