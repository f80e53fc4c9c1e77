namespace TrmLab.Trainer.Tests.Distributed;

/// <summary>The launcher of an MPI library that this machine has; Debian lets several stand side by side.</summary>
internal static class MpiLauncher
{
    /// <summary>Names and command lines; MPICH's launcher would kill the ranks that are left before one of them writes down why.</summary>
    private static readonly Dictionary<string, string[]> Programs = new() { ["Open MPI"] = ["mpirun.openmpi"], ["MPICH"] = ["mpirun.mpich", "-disable-auto-cleanup"] };

    /// <summary>Lets ranks share the cores of a small machine, and lets root start them.</summary>
    private static readonly Dictionary<string, string?> Environment = new()
    {
        ["OMPI_ALLOW_RUN_AS_ROOT"] = "1",
        ["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1",
        ["OMPI_MCA_rmaps_base_oversubscribe"] = "1",
        ["OMPI_MCA_mpi_yield_when_idle"] = "1",
        ["OMPI_MCA_hwloc_base_binding_policy"] = "none",
        ["OMPI_MCA_btl_vader_single_copy_mechanism"] = "none",
    };

    /// <summary>The command that starts some ranks; skips the test where the library is not installed.</summary>
    public static string[] Command(string library, int ranks)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "MPI launchers are tested on Linux");
        var program = (System.Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, Programs[library][0])).FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, $"{library} is not installed: apt-get install openmpi-bin mpich");
        return [program, .. Programs[library][1..], "-n", ranks.ToString()];
    }

    /// <summary>Starts the real trainer.</summary>
    /// <param name="launcher">As <see cref="Command"/> gives it; empty for a single process.</param>
    public static LabProcess Start(string[] launcher, IEnumerable<(string Name, string Value)> environment, params string[] arguments) => LabProcess.Start(
        [.. launcher, "dotnet", Path.Combine(AppContext.BaseDirectory, "trmlab.dll"), .. arguments],
        Environment.Concat(environment.Select(pair => KeyValuePair.Create(pair.Name, (string?)pair.Value))).ToDictionary());
}
