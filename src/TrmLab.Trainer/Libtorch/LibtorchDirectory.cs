using System.Runtime.InteropServices;
using TrmLab.Core;

namespace TrmLab.Trainer.Libtorch;

/// <summary>
/// libtorch from a directory of the user's, such as <c>torch/lib</c> of a PyTorch installation, in place of a package of 0.5 GB (CPU) or
/// 2.5 GB (CUDA). For builds with <c>-p:TorchBackend=none</c>: two copies of libtorch in one process would not be sound.
/// </summary>
/// <remarks>
/// The files are loaded by their full paths, before anything else asks for libtorch. Whoever needs them later, such as TorchSharp's own
/// native library, names them without a path, and the system's loader takes what is loaded already.
/// </remarks>
public static unsafe class LibtorchDirectory
{
    /// <summary>The environment variable that names the directory.</summary>
    public const string Variable = "TRMLAB_LIBTORCH";

    private const string Library = "libtorch_cpu.so";

    // libtorch.so only refers to the others; the CUDA part is there where the installation has it.
    private const string Umbrella = "libtorch.so", CudaLibrary = "libtorch_cuda.so";

    // Exported C function of libtorch 2.9 and later: major, minor and patch in the three highest bytes.
    private const string VersionFunction = "aoti_torch_abi_version";

    /// <summary>Version of libtorch that the program is built against.</summary>
    internal static Version Wanted { get; } = new(2, 10, 0);

    /// <summary>The directory, absolute; null where none is named.</summary>
    public static string? Named => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path ? Path.GetFullPath(path) : null;

    /// <summary>Loads the library if a directory is named, and checks its version. Touches nothing of TorchSharp, which would look for libtorch itself.</summary>
    /// <exception cref="InputException">The directory does not hold a libtorch that can be used, or none is named where it has to be.</exception>
    public static void Load()
    {
        if (Named is not { } directory)
        {
            // TorchSharp would search the packages of whoever runs the program, and copy half a gigabyte of them beside it.
            if (OperatingSystem.IsLinux() && !IsPackaged)
                throw new InputException($"this build brings no libtorch: set {Variable} to the folder that holds {Library}, such as site-packages/torch/lib, or build without -p:TorchBackend=none");
            return;
        }

        if (!OperatingSystem.IsLinux()) throw new InputException($"{Variable}: is offered on Linux only; unset it and build with the packaged libtorch");
        if (IsPackaged)
            throw new InputException($"{Variable}={directory}: this build brings its own libtorch, and two in one process do not work; unset it, or build with -p:TorchBackend=none");
        var file = Path.Combine(directory, Library);
        if (!File.Exists(file)) throw new InputException($"{Variable}={directory}: there is no {Library}; name the folder that holds it, such as site-packages/torch/lib");
        var library = Load(file);
        var found = NativeLibrary.TryGetExport(library, VersionFunction, out var function) ? Decode(((delegate* unmanaged<ulong>)function)()) : null;
        Check(file, found, Wanted);
        foreach (var other in new[] { CudaLibrary, Umbrella }.Select(name => Path.Combine(directory, name)).Where(File.Exists)) Load(other);
    }

    // Where the .NET host looks for a program's native libraries: beside it.
    private static bool IsPackaged => (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? AppContext.BaseDirectory)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Any(directory => File.Exists(Path.Combine(directory, Library)));

    private static nint Load(string file)
    {
        try
        {
            return NativeLibrary.Load(file);
        }
        catch (DllNotFoundException e)
        {
            throw new InputException($"{file}: cannot be loaded: {e.Message.Split('\n')[0]}", e);
        }
    }

    /// <summary>The version in the highest three bytes.</summary>
    internal static Version Decode(ulong packed) => new((int)(packed >> 56), (int)(packed >> 48 & 0xFF), (int)(packed >> 40 & 0xFF));

    /// <summary>Refuses another version: C++ symbols change from one to the next, and a call through a changed one ends the process.</summary>
    /// <param name="found">Null: older than the function that tells.</param>
    internal static void Check(string file, Version? found, Version wanted)
    {
        if (found is null || (found.Major, found.Minor) != (wanted.Major, wanted.Minor))
            throw new InputException($"{file}: is libtorch {found?.ToString() ?? "2.8 or older"}; this program needs {wanted.Major}.{wanted.Minor}: install PyTorch {wanted.Major}.{wanted.Minor} or build with the packaged libtorch");
    }
}
