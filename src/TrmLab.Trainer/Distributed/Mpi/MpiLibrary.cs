using System.Runtime.InteropServices;
using TrmLab.Core;

namespace TrmLab.Trainer.Distributed.Mpi;

/// <summary>An MPI library of the system, found by name and called by address: one binary works with every family.</summary>
internal sealed unsafe class MpiLibrary
{
    /// <summary>Path or name of the library to use, where the choice by name is wrong.</summary>
    public const string PathVariable = "TRMLAB_MPI";

    private const int Funneled = 1;
    private const int VersionBytes = 8192;
    private const int MessageBytes = 1024;
    private const int Tag = 0;

    private readonly delegate* unmanaged<int*, void*, int, int*, int> _initThread;
    private readonly delegate* unmanaged<nint, int*, int> _rank;
    private readonly delegate* unmanaged<nint, int*, int> _size;
    private readonly delegate* unmanaged<nint, nint, int> _setErrorHandler;
    private readonly delegate* unmanaged<byte*, int*, int> _version;
    private readonly delegate* unmanaged<nint, void*, int, nint, nint, nint, int> _allReduce;
    private readonly delegate* unmanaged<void*, int, nint, int, int, void*, int, nint, int, int, nint, nint, int> _exchange;
    private readonly delegate* unmanaged<void*, int, nint, int, nint, int> _broadcast;
    private readonly delegate* unmanaged<void*, int, nint, void*, int, nint, nint, int> _allGather;
    private readonly delegate* unmanaged<int, byte*, int*, int> _errorText;
    private readonly delegate* unmanaged<nint, int, int> _abort;
    private readonly delegate* unmanaged<int> _finalize;

    private MpiLibrary(nint library, string name)
    {
        (Name, Handles) = (name, MpiHandles.Of(library));
        nint Export(string function) => NativeLibrary.GetExport(library, function);
        _initThread = (delegate* unmanaged<int*, void*, int, int*, int>)Export("MPI_Init_thread");
        _rank = (delegate* unmanaged<nint, int*, int>)Export("MPI_Comm_rank");
        _size = (delegate* unmanaged<nint, int*, int>)Export("MPI_Comm_size");
        _setErrorHandler = (delegate* unmanaged<nint, nint, int>)Export("MPI_Comm_set_errhandler");
        _version = (delegate* unmanaged<byte*, int*, int>)Export("MPI_Get_library_version");
        _allReduce = (delegate* unmanaged<nint, void*, int, nint, nint, nint, int>)Export("MPI_Allreduce");
        _exchange = (delegate* unmanaged<void*, int, nint, int, int, void*, int, nint, int, int, nint, nint, int>)Export("MPI_Sendrecv");
        _broadcast = (delegate* unmanaged<void*, int, nint, int, nint, int>)Export("MPI_Bcast");
        _allGather = (delegate* unmanaged<void*, int, nint, void*, int, nint, nint, int>)Export("MPI_Allgather");
        _errorText = (delegate* unmanaged<int, byte*, int*, int>)Export("MPI_Error_string");
        _abort = (delegate* unmanaged<nint, int, int>)Export("MPI_Abort");
        _finalize = (delegate* unmanaged<int>)Export("MPI_Finalize");
    }

    /// <summary>Name by which it was found.</summary>
    public string Name { get; }

    /// <summary>Its constants.</summary>
    public MpiHandles Handles { get; }

    /// <summary>Loads the library that belongs to the launcher.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static MpiLibrary Load(Func<string, string?> variable)
    {
        var names = MpiNames.InOrder(variable).ToList();
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(name, out var library))
                return new MpiLibrary(library, name);
        }

        throw new InputException(
            $"this process was started as one of several ranks, but no MPI library can be loaded (tried {string.Join(", ", names)}): install the one that the launcher belongs to, or name it in {PathVariable}");
    }

    /// <summary>Joins the other ranks.</summary>
    /// <returns>Rank and number of ranks.</returns>
    public (int Rank, int Size) Start()
    {
        int provided, rank, size;
        Check(_initThread(null, null, Funneled, &provided));
        // Errors come back as numbers: the reason is to be logged before the process ends.
        Check(_setErrorHandler(Handles.World, Handles.ErrorsReturn));
        Check(_rank(Handles.World, &rank));
        Check(_size(Handles.World, &size));
        return (rank, size);
    }

    /// <summary>First line of what the library says of itself.</summary>
    public string Version()
    {
        var text = stackalloc byte[VersionBytes];
        int length;
        Check(_version(text, &length));
        return Marshal.PtrToStringUTF8((nint)text, length).Split('\n', ',')[0].Replace("\t", " ").Trim('\0', ' ');
    }

    public void Sum(void* values, int count, nint type) => Check(_allReduce(Handles.InPlace, values, count, type, Handles.Sum, Handles.World));

    /// <summary>Sends bytes to a rank while receiving what it sends.</summary>
    public void Exchange(void* sent, int sentBytes, void* received, int receivedBytes, int rank) =>
        Check(_exchange(sent, sentBytes, Handles.Byte, rank, Tag, received, receivedBytes, Handles.Byte, rank, Tag, Handles.World, Handles.NoStatus));

    public void Broadcast(void* values, int bytes) => Check(_broadcast(values, bytes, Handles.Byte, 0, Handles.World));

    public void Gather(void* part, void* all, int bytes) => Check(_allGather(part, bytes, Handles.Byte, all, bytes, Handles.Byte, Handles.World));

    public void Abort(int exitCode) => _abort(Handles.World, exitCode);

    public void Finish() => Check(_finalize());

    private void Check(int code)
    {
        if (code == 0)
            return;
        var text = stackalloc byte[MessageBytes];
        int length;
        var known = _errorText(code, text, &length) == 0;
        throw new CollectiveException($"{Handles.Library} reports {(known ? Marshal.PtrToStringUTF8((nint)text, length).ReplaceLineEndings(" ") : $"error {code}")}");
    }
}
