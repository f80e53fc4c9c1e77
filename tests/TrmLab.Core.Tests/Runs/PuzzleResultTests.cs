using TrmLab.Core.Runs;

namespace TrmLab.Core.Tests.Runs;

public sealed class PuzzleResultTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Results_survive_writing_and_reading()
    {
        PuzzleResult[] rows =
        [
            new() { Index = 0, Exact = true, CellAccuracy = 1, Steps = 16, HaltLogit = 3.25, WouldHaltStep = 2, ExactAtHalt = true, FirstExactStep = 2, Rating = 12 },
            new() { Index = 7, Set = "all1", CellAccuracy = 1 / 3.0, Steps = 16, HaltLogit = -1e-9 },
        ];
        var path = _directory["r.csv"];
        using (var stream = File.Create(path)) PuzzleResult.WriteAll(stream, rows);
        Assert.Equal(rows, PuzzleResult.ReadAll(path));
    }

    [Fact]
    public void A_damaged_line_is_named()
    {
        var path = _directory["r.csv"];
        using (var stream = File.Create(path)) PuzzleResult.WriteAll(stream, [new PuzzleResult()]);
        File.AppendAllText(path, "1,2\n");
        Assert.Contains("line 3", Assert.Throws<InputException>(() => PuzzleResult.ReadAll(path)).Message);
    }
}
