using TrmLab.Trainer.Checkpoints.Arrays;

namespace TrmLab.Trainer.Checkpoints.Torch;

/// <summary>Turns a tensor as the pickle claims it into an array, checked against the record that really is there.</summary>
internal static class TorchTensors
{
    /// <exception cref="FormatException">The claim does not fit the record.</exception>
    internal static NamedArray Build(string name, PickleTensor tensor, ZipRecord? record, InputFile file)
    {
        var storage = tensor.Storage;
        var size = storage.Element.Size();
        var label = $"tensor {InputText.Quote(name)}";
        if (record is null)
            throw new FormatException($"{label}: its storage {InputText.Quote(storage.Key)} is not in the archive");
        if (storage.Count > record.Length / size)
            throw new FormatException($"{label}: its storage claims {storage.Count} elements of {size} bytes, the archive holds {record.Length} bytes; refused");
        if (tensor.Shape.Length != tensor.Strides.Length || NamedArray.CountOf(tensor.Shape) is not { } count)
            throw new FormatException($"{label}: shape [{string.Join(", ", tensor.Shape)}] is not possible");
        if (count > storage.Count)
            throw new FormatException($"{label}: shape [{string.Join(", ", tensor.Shape)}] needs {count} elements, its storage holds {storage.Count}; if it is an expanded view, call .contiguous() before saving");
        if (count == 0)
            return new NamedArray(name, storage.Element, tensor.Shape, new MemoryBytes(default));

        Int128 last = tensor.Offset;
        for (var axis = 0; axis < tensor.Shape.Length; axis++)
            last += (Int128)(tensor.Shape[axis] - 1) * tensor.Strides[axis];
        if (tensor.Offset < 0 || last >= storage.Count)
            throw new FormatException($"{label}: reaches element {last} of a storage of {storage.Count}");

        IByteSource bytes = IsRowMajor(tensor)
            ? new FileBytes(file, record.Start + (tensor.Offset * size), count * size)
            : new StridedBytes(new FileBytes(file, record.Start, storage.Count * size), size, tensor.Shape, tensor.Strides, tensor.Offset, $"{file.Path}: {label}");
        return new NamedArray(name, storage.Element, tensor.Shape, bytes);
    }

    private static bool IsRowMajor(PickleTensor tensor)
    {
        long expected = 1;
        for (var axis = tensor.Shape.Length - 1; axis >= 0; axis--)
        {
            if (tensor.Shape[axis] != 1 && tensor.Strides[axis] != expected)
                return false;
            expected *= tensor.Shape[axis];
        }

        return true;
    }
}
