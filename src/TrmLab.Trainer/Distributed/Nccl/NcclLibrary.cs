using System.Runtime.InteropServices;
using TrmLab.Core;

namespace TrmLab.Trainer.Distributed.Nccl;

/// <summary>The name under which ranks find each other, made by rank 0.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NcclId
{
    /// <summary>Bytes.</summary>
    public const int Size = 128;

    public fixed byte Content[Size];
}

/// <summary>A libnccl that the user installed, called by address.</summary>
internal sealed unsafe class NcclLibrary
{
    /// <summary>Path or name of the library, where <c>libnccl.so.2</c> is not found.</summary>
    public const string PathVariable = "TRMLAB_NCCL";

    /// <summary>ncclDataType_t.</summary>
    public const int Byte = 1, Float = 7, Double = 8;

    // ncclRedOp_t.
    private const int SumOperation = 0;

    private readonly delegate* unmanaged<int*, int> _version;
    private readonly delegate* unmanaged<NcclId*, int> _uniqueId;
    private readonly delegate* unmanaged<nint*, int, NcclId, int, int> _initRank;
    private readonly delegate* unmanaged<void*, void*, nuint, int, int, nint, nint, int> _allReduce;
    private readonly delegate* unmanaged<void*, void*, nuint, int, int, nint, nint, int> _broadcast;
    private readonly delegate* unmanaged<void*, void*, nuint, int, nint, nint, int> _allGather;
    private readonly delegate* unmanaged<nint, int> _destroy;
    private readonly delegate* unmanaged<nint, int> _abort;
    private readonly delegate* unmanaged<int, byte*> _errorText;

    private NcclLibrary(nint library)
    {
        nint Export(string function) => NativeLibrary.GetExport(library, function);
        _version = (delegate* unmanaged<int*, int>)Export("ncclGetVersion");
        _uniqueId = (delegate* unmanaged<NcclId*, int>)Export("ncclGetUniqueId");
        _initRank = (delegate* unmanaged<nint*, int, NcclId, int, int>)Export("ncclCommInitRank");
        _allReduce = (delegate* unmanaged<void*, void*, nuint, int, int, nint, nint, int>)Export("ncclAllReduce");
        _broadcast = (delegate* unmanaged<void*, void*, nuint, int, int, nint, nint, int>)Export("ncclBroadcast");
        _allGather = (delegate* unmanaged<void*, void*, nuint, int, nint, nint, int>)Export("ncclAllGather");
        _destroy = (delegate* unmanaged<nint, int>)Export("ncclCommDestroy");
        _abort = (delegate* unmanaged<nint, int>)Export("ncclCommAbort");
        _errorText = (delegate* unmanaged<int, byte*>)Export("ncclGetErrorString");
    }

    /// <summary>Whether a library is there.</summary>
    public static bool TryLoad(Func<string, string?> variable, out NcclLibrary? library)
    {
        var name = variable(PathVariable) is { Length: > 0 } named ? named : "libnccl.so.2";
        library = NativeLibrary.TryLoad(name, out var handle) ? new NcclLibrary(handle) : null;
        return library is not null;
    }

    /// <summary>Loads it.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static NcclLibrary Load(Func<string, string?> variable) => TryLoad(variable, out var library)
        ? library!
        : throw new InputException($"NCCL cannot be loaded: install libnccl2, name the library in {PathVariable}, or choose --collectives mpi");

    public string Version()
    {
        int version;
        Check(_version(&version));
        return $"NCCL {version / 10000}.{version / 100 % 100}.{version % 100}";
    }

    public NcclId NewId()
    {
        NcclId id;
        Check(_uniqueId(&id));
        return id;
    }

    public nint Join(int ranks, NcclId id, int rank)
    {
        nint communicator;
        Check(_initRank(&communicator, ranks, id, rank));
        return communicator;
    }

    // Stream 0 is the one that libtorch computes on, so the device keeps the order of the calls.
    public void Sum(void* values, long count, int type, nint communicator) => Check(_allReduce(values, values, (nuint)count, type, SumOperation, communicator, 0));

    public void Broadcast(void* values, long bytes, nint communicator) => Check(_broadcast(values, values, (nuint)bytes, Byte, 0, communicator, 0));

    public void Gather(void* part, void* all, long bytes, nint communicator) => Check(_allGather(part, all, (nuint)bytes, Byte, communicator, 0));

    public void Leave(nint communicator) => Check(_destroy(communicator));

    public void Abort(nint communicator) => _abort(communicator);

    private void Check(int code)
    {
        if (code != 0)
            throw new CollectiveException($"NCCL reports {Marshal.PtrToStringUTF8((nint)_errorText(code))} (error {code}); NCCL_DEBUG=WARN tells more");
    }
}
