namespace TrmLab.Testing;

/// <summary>Where the programs were built, in the configuration of the tests that run.</summary>
public static class Outputs
{
    /// <summary>The checkout that the tests were built from.</summary>
    public static string Checkout { get; } = Above(AppContext.BaseDirectory);

    /// <summary>The dashboard.</summary>
    public static string Dashboard => In("src", "TrmLab.Web", "TrmLab.Web.dll");

    /// <summary>The trainer, for tests that do not reference it.</summary>
    public static string Trainer => In("src", "TrmLab.Trainer", Path.Combine("linux-x64", "trmlab.dll"));

    /// <summary>The stand-in for the trainer where a test is about the dashboard.</summary>
    public static string FakeTrainer => In("tests", "TrmLab.FakeTrainer", "TrmLab.FakeTrainer");

    // .../bin/Debug/net10.0, and one level more where a project names its platform.
    private static string In(string folder, string project, string file)
    {
        var parts = AppContext.BaseDirectory.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        var bin = Array.LastIndexOf(parts, "bin");
        return Path.Combine(Checkout, folder, project, "bin", parts[bin + 1], parts[bin + 2], file);
    }

    private static string Above(string start)
    {
        for (var d = new DirectoryInfo(start); d is not null; d = d.Parent)
        {
            if (File.Exists(Path.Combine(d.FullName, "TrmLab.sln"))) return d.FullName;
        }

        throw new InvalidOperationException("TrmLab.sln is not above the test assembly");
    }
}
