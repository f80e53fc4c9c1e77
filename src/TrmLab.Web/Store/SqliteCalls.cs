using System.Runtime.InteropServices;
using SQLitePCL;

namespace TrmLab.Web.Store;

/// <summary>
/// The three functions that are called for each of millions of rows, in the library that SQLitePCLRaw has loaded. Its own wrappers count a
/// reference to the statement in every call, which takes longer than what they call.
/// </summary>
internal static unsafe class SqliteCalls
{
    private static readonly nint Library = NativeLibrary.Load("e_sqlite3", typeof(SQLite3Provider_e_sqlite3).Assembly, DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories);

    /// <summary>May read the disk.</summary>
    public static readonly delegate* unmanaged[Cdecl]<nint, int> Step = (delegate* unmanaged[Cdecl]<nint, int>)NativeLibrary.GetExport(Library, "sqlite3_step");

    /// <summary>Of the row at hand, which is in memory.</summary>
    public static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, long> Int64 = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, long>)NativeLibrary.GetExport(Library, "sqlite3_column_int64");

    /// <inheritdoc cref="Int64"/>
    public static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, double> Double = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, double>)NativeLibrary.GetExport(Library, "sqlite3_column_double");
}
