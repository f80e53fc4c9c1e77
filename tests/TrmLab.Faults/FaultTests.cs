namespace TrmLab.Faults;

/// <summary>A short version of the faults that have one; the full ones are started by hand (docs/reliability.md).</summary>
public sealed class FaultTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names => [.. FaultCatalogue.All.Where(f => f.Short > 0).Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_promise_holds_under(string name)
    {
        var fault = FaultCatalogue.All.Single(f => f.Name == name);
        var (row, held) = await FaultCommand.TryAsync(fault, fault.Short, isShort: true, seed: 1, output.WriteLine);
        Assert.SkipWhen(row.Contains("skipped: ", StringComparison.Ordinal), row);
        Assert.True(held, row);
    }
}
