using System.Runtime.InteropServices;

namespace TrmLab.Trainer.Distributed.Mpi;

/// <summary>
/// The values that MPI's C header hides behind names. The two families of libraries differ: Open MPI's handles are addresses of exported
/// objects, those of MPICH and its relatives (Intel MPI, Cray MPICH, MVAPICH) are fixed numbers, which their common ABI guarantees.
/// </summary>
/// <param name="Library">Family name.</param>
/// <param name="InPlace">MPI_IN_PLACE: the input is where the result goes.</param>
/// <param name="NoStatus">MPI_STATUS_IGNORE.</param>
internal sealed record MpiHandles(string Library, nint World, nint Float, nint Double, nint Byte, nint Sum, nint InPlace, nint NoStatus, nint ErrorsReturn)
{
    private const string OpenMpiWorld = "ompi_mpi_comm_world";

    /// <summary>The handles of a loaded library.</summary>
    public static MpiHandles Of(nint library) => NativeLibrary.TryGetExport(library, OpenMpiWorld, out var world) ? OpenMpi(library, world) : Mpich;

    private static MpiHandles Mpich { get; } = new("MPICH", 0x44000000, 0x4c00040a, 0x4c00080b, 0x4c00010d, 0x58000003, -1, 1, 0x54000001);

    private static MpiHandles OpenMpi(nint library, nint world)
    {
        nint Export(string name) => NativeLibrary.GetExport(library, name);
        return new("Open MPI", world, Export("ompi_mpi_float"), Export("ompi_mpi_double"), Export("ompi_mpi_byte"), Export("ompi_mpi_op_sum"), 1, 0, Export("ompi_mpi_errors_return"));
    }
}
