namespace TrmLab.Browser.Tests.Support;

/// <summary>Where the programs were built, in the configuration of these tests.</summary>
internal static class Outputs
{
    private static readonly DirectoryInfo Bin = new(AppContext.BaseDirectory);

    public static string Dashboard => Path.Combine(Checkout, "src", "TrmLab.Web", "bin", Bin.Parent!.Name, Bin.Name, "TrmLab.Web.dll");

    public static string FakeTrainer => Path.Combine(Checkout, "tests", "TrmLab.FakeTrainer", "bin", Bin.Parent!.Name, Bin.Name, "TrmLab.FakeTrainer");

    public static string Checkout
    {
        get
        {
            for (var d = Bin; d is not null; d = d.Parent)
            {
                if (File.Exists(Path.Combine(d.FullName, "TrmLab.sln"))) return d.FullName;
            }

            throw new InvalidOperationException("TrmLab.sln is not above the test assembly");
        }
    }
}
