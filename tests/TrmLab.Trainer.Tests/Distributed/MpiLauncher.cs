namespace TrmLab.Trainer.Tests.Distributed;

/// <summary>The launcher of an MPI library that this machine has; Debian lets several stand side by side.</summary>
internal static class MpiLauncher
{
    /// <summary>
    /// Names and command lines, before and behind the number of ranks. MPICH's launcher kills the ranks that are left, at times with this option
    /// too, before one of them writes down why: each rank is in a session of its own, where that signal does not reach it.
    /// </summary>
    private static readonly Dictionary<string, (string Program, string[] Options, string[] Wrapper)> Programs = new()
    {
        ["Open MPI"] = ("mpirun.openmpi", [], []),
        ["MPICH"] = ("mpirun.mpich", ["-disable-auto-cleanup"], ["setsid", "--wait"]),
    };

    /// <summary>Lets ranks share the cores of a small machine, and lets root start them.</summary>
    private static readonly Dictionary<string, string?> Environment = new()
    {
        ["OMPI_ALLOW_RUN_AS_ROOT"] = "1",
        ["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1",
        ["OMPI_MCA_rmaps_base_oversubscribe"] = "1",
        ["OMPI_MCA_mpi_yield_when_idle"] = "1",
        ["OMPI_MCA_hwloc_base_binding_policy"] = "none",
        // Where ranks copy out of each other's memory, the death of one in the middle of a copy aborts the other before it can say why.
        ["OMPI_MCA_btl_vader_single_copy_mechanism"] = "none",
        // And over TCP MPICH's farewell at times never ends: one rank waits for others that only wait for the launcher by then.
        ["UCX_TLS"] = "^cma,tcp",
    };

    /// <summary>The command that starts some ranks; skips the test where the library is not installed.</summary>
    public static string[] Command(string library, int ranks)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "MPI launchers are tested on Linux");
        var (name, options, wrapper) = Programs[library];
        var program = (System.Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, $"{library} is not installed: apt-get install openmpi-bin mpich");
        return [program, .. options, "-n", ranks.ToString(), .. wrapper];
    }

    /// <summary>Starts the real trainer.</summary>
    /// <param name="launcher">As <see cref="Command"/> gives it; empty for a single process.</param>
    public static LabProcess Start(string[] launcher, IEnumerable<(string Name, string Value)> environment, params string[] arguments) => LabProcess.Start(
        [.. launcher, "dotnet", Path.Combine(AppContext.BaseDirectory, "trmlab.dll"), .. arguments],
        Environment.Concat(environment.Select(pair => KeyValuePair.Create(pair.Name, (string?)pair.Value))).ToDictionary());
}
