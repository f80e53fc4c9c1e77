namespace TrmLab.Faults.Fuzzing;

/// <summary>A few thousand inputs for each reader; the millions are read by the command (docs/reliability.md).</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names => [.. FuzzCatalogue.All.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Damaged_input_is_refused_or_read(string name)
    {
        var target = FuzzCatalogue.All.Single(t => t.Name == name);
        var report = Fuzzer.Run(target, name is "http" or "hub" ? 400 : 1500, seed: 7, most: TimeSpan.FromSeconds(10));
        output.WriteLine(report.ToString());
        Assert.True(report.Failure is null, report.ToString());
        Assert.True(report.Refused < report.Inputs, "every damaged input was refused");
    }
}
