using TrmLab.Core.Runs;

namespace TrmLab.Core.Tests.Runs;

public sealed class RunLockTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void One_trainer_at_a_time()
    {
        var run = RunDirectory.At(_directory.Root);
        Assert.False(RunLock.IsHeld(run));
        using (RunLock.Take(run))
        {
            Assert.True(RunLock.IsHeld(run));
            Assert.Contains("in use by another trainer", Assert.Throws<InputException>(() => RunLock.Take(run)).Message);
        }

        Assert.False(RunLock.IsHeld(run));
        RunLock.Take(run).Dispose();
    }

    [Fact]
    public void A_lock_that_cannot_be_made_blames_no_other_trainer()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs POSIX links");
        var run = RunDirectory.At(_directory.Root);
        File.CreateSymbolicLink(run.Lock, run.Lock);
        Assert.Contains("symbolic link", Assert.ThrowsAny<IOException>(() => RunLock.Take(run)).Message);
    }

    [Fact]
    public async Task Looking_at_the_lock_does_not_keep_a_trainer_out()
    {
        var run = RunDirectory.At(_directory.Root);
        RunLock.Take(run).Dispose();
        using var stop = new CancellationTokenSource();
        using var begun = new ManualResetEventSlim();
        var looking = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                RunLock.IsHeld(run);
                begun.Set();
            }
        });
        begun.Wait();
        for (var i = 0; i < 20; i++) RunLock.Take(run).Dispose();
        stop.Cancel();
        await looking;
    }
}
