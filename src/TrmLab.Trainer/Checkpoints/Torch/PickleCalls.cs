namespace TrmLab.Trainer.Checkpoints.Torch;

/// <summary>The calls that a checkpoint may make, each with its arguments checked.</summary>
internal static class PickleCalls
{
    private const int LargestRank = 32;

    internal static object Call(PickleGlobal function, object?[] arguments) => (function.Kind, arguments) switch
    {
        (PickleGlobalKind.OrderedDictionary, []) => new PickleDictionary(),

        // storage, offset, size, stride, requires_grad, backward hooks and, since torch 2, metadata
        (PickleGlobalKind.RebuildTensor, [PickleStorage storage, long offset, object?[] shape, object?[] strides, bool, .. { Length: 1 or 2 }]) =>
            new PickleTensor(storage, offset, Numbers(shape), Numbers(strides)),

        // data, requires_grad, backward hooks
        (PickleGlobalKind.RebuildParameter, [PickleTensor tensor, bool, _]) => tensor,
        _ => throw new FormatException($"a call of {function.Kind} with unexpected arguments"),
    };

    /// <summary>A persistent identifier: ('storage', type, key, device, elements). The device is of no use here.</summary>
    internal static PickleStorage Storage(object? identifier) =>
        identifier is object?[] and ["storage", PickleGlobal { Kind: PickleGlobalKind.Storage } type, string key, string, long count] && count >= 0
            ? new PickleStorage(type.Element, key, count)
            : throw new FormatException("a reference to something that is not a storage");

    private static long[] Numbers(object?[] values) => values.Length <= LargestRank
        ? Array.ConvertAll(values, value => value is long and >= 0 ? (long)value : throw new FormatException("a tensor with a size or stride that is not a number from 0 on"))
        : throw new FormatException($"a tensor of {values.Length} dimensions; at most {LargestRank} are accepted");
}
