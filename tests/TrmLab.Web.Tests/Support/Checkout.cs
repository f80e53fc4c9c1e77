namespace TrmLab.Web.Tests.Support;

/// <summary>The checkout that these tests were built from.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find();

    /// <summary>The built stand-in for the trainer, of the same build configuration as these tests.</summary>
    public static string FakeTrainer { get; } = Path.Combine(
        Root, "tests", "TrmLab.FakeTrainer", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, new DirectoryInfo(AppContext.BaseDirectory).Name, "TrmLab.FakeTrainer");

    private static string Find()
    {
        for (var d = new DirectoryInfo(AppContext.BaseDirectory); d is not null; d = d.Parent)
        {
            if (File.Exists(Path.Combine(d.FullName, "TrmLab.sln"))) return d.FullName;
        }

        throw new InvalidOperationException("TrmLab.sln is not above the test assembly");
    }
}
