using TrmLab.Trainer.Checkpoints.Arrays;

namespace TrmLab.Trainer.Checkpoints.Torch;

/// <summary>What a Python name that is allowed in a checkpoint stands for.</summary>
internal enum PickleGlobalKind
{
    OrderedDictionary,
    RebuildTensor,
    RebuildParameter,
    Storage,
}

/// <summary>A Python name that is allowed in a checkpoint. Nothing is imported: each is one of the few things that the reader knows by itself.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Element">Element type of a storage.</param>
internal sealed record PickleGlobal(PickleGlobalKind Kind, ElementType Element = default)
{
    private static readonly Dictionary<string, PickleGlobal> Allowed = new(StringComparer.Ordinal)
    {
        ["collections.OrderedDict"] = new(PickleGlobalKind.OrderedDictionary),
        ["torch._utils._rebuild_tensor_v2"] = new(PickleGlobalKind.RebuildTensor),
        ["torch._utils._rebuild_parameter"] = new(PickleGlobalKind.RebuildParameter),
        ["torch.FloatStorage"] = new(PickleGlobalKind.Storage, ElementType.F32),
        ["torch.HalfStorage"] = new(PickleGlobalKind.Storage, ElementType.F16),
        ["torch.BFloat16Storage"] = new(PickleGlobalKind.Storage, ElementType.BF16),
        ["torch.DoubleStorage"] = new(PickleGlobalKind.Storage, ElementType.F64),
        ["torch.LongStorage"] = new(PickleGlobalKind.Storage, ElementType.I64),
        ["torch.IntStorage"] = new(PickleGlobalKind.Storage, ElementType.I32),
        ["torch.ByteStorage"] = new(PickleGlobalKind.Storage, ElementType.U8),
        ["torch.BoolStorage"] = new(PickleGlobalKind.Storage, ElementType.BOOL),
        ["torch.UntypedStorage"] = new(PickleGlobalKind.Storage, ElementType.U8),
        ["torch.storage.UntypedStorage"] = new(PickleGlobalKind.Storage, ElementType.U8),
    };

    internal static PickleGlobal? Find(string name) => Allowed.GetValueOrDefault(name);
}
