namespace TrmLab.Web.Tests.Support;

/// <summary>The built stand-in for the trainer, of the same build configuration as these tests.</summary>
internal static class FakeTrainerPath
{
    public static string Value { get; } = Find();

    private static string Find()
    {
        var bin = new DirectoryInfo(AppContext.BaseDirectory);
        var configuration = bin.Parent!.Name;
        for (var d = bin; d is not null; d = d.Parent)
        {
            if (File.Exists(Path.Combine(d.FullName, "TrmLab.sln")))
                return Path.Combine(d.FullName, "tests", "TrmLab.FakeTrainer", "bin", configuration, bin.Name, "TrmLab.FakeTrainer");
        }

        throw new InvalidOperationException("TrmLab.sln is not above the test assembly");
    }
}
