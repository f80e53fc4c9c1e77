using System.Globalization;
using TrmLab.Core.Runs;
using TrmLab.Web.Tests.Support;
using static TrmLab.Web.Tests.Support.Events;

namespace TrmLab.Web.Tests.Store;

/// <summary>
/// Damaged logs in the index: whatever a log holds, it is taken in without an exception that would hold up other runs, and an index that is
/// built anew from it is the same. Eighty here; TRMLAB_FUZZ_INPUTS=10000 takes more.
/// </summary>
public sealed class DamagedLogTests : IDisposable
{
    private readonly TestLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void Whatever_a_log_holds_the_index_takes_and_repeats()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("TRMLAB_FUZZ_INPUTS") is { Length: > 0 } text ? text : "80", CultureInfo.InvariantCulture);
        var good = Good();
        var run = _lab.Make();
        for (var number = 0; number < count; number++)
        {
            // Put into its place in one piece, shorter than before or longer: both happen to a log that is copied.
            File.WriteAllBytes(run.Log + ".new", Damage.Of(good, 7, number));
            File.Move(run.Log + ".new", run.Log, overwrite: true);
            _lab.Index.Replace();
            _lab.CatchUp();
            if (number % 8 > 0) continue;
            var before = IndexDump.Of(_lab.Index);
            _lab.Index.Replace();
            _lab.CatchUp();
            Assert.Equal(before, IndexDump.Of(_lab.Index));
        }
    }

    private byte[] Good()
    {
        var run = _lab.Make("good");
        TestLab.Write(run, [Started(), .. Steps(1, 6), Evaluated(6, "raw", 0.5), Evaluated(6, "ema", 0.25), Saved(6), Started(20), Resumed(3, 20), .. Steps(4, 8), new RunPaused { Step = 8 }, new RunContinued { Step = 8 }, new CheckpointRemoved { Path = RunDirectory.CheckpointPath(6) }, Finished(8)]);
        var bytes = File.ReadAllBytes(run.Log);
        Directory.Delete(run.Root, recursive: true);
        return bytes;
    }
}
