using TrmLab.Trainer.Checkpoints.Arrays;

namespace TrmLab.Trainer.Checkpoints.Torch;

/// <summary>A Python dictionary, ordered or not; entries in the order in which they were set.</summary>
internal sealed class PickleDictionary
{
    internal List<KeyValuePair<object?, object?>> Entries { get; } = [];
}

/// <summary>A storage: a record of the archive.</summary>
/// <param name="Element">Element type.</param>
/// <param name="Key">Name of the record under <c>data/</c>.</param>
/// <param name="Count">Elements claimed.</param>
internal sealed record PickleStorage(ElementType Element, string Key, long Count);

/// <summary>A tensor: a view of a storage, not yet checked against it.</summary>
/// <param name="Storage">Where its elements lie; may be shared.</param>
/// <param name="Offset">Element of the storage at which it begins.</param>
/// <param name="Shape">Sizes.</param>
/// <param name="Strides">Elements between neighbours of each axis.</param>
internal sealed record PickleTensor(PickleStorage Storage, long Offset, long[] Shape, long[] Strides);
