using System.Diagnostics;
using System.Text.RegularExpressions;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;

namespace TrmLab.Trainer.Tests.Distributed;

/// <summary>Real ranks of real MPI libraries.</summary>
public sealed class MpirunTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("Open MPI", true)]
    [InlineData("Open MPI", false)]
    [InlineData("MPICH", true)]
    public async Task Two_hundred_steps_on_1_2_and_4_ranks_give_the_same_losses_and_the_same_weights_to_the_last_bit(string library, bool tokenMlp)
    {
        var config = WriteConfig(tokenMlp, "epochs=50", "eval_interval=50");
        var one = await Train([], "one", config);
        Assert.Equal(200, RunLogReader.Read(one.Log).Select(line => line.Event).OfType<MetricsLogged>().Last().Step);
        foreach (var ranks in new[] { 2, 4 })
        {
            var several = await Train(MpiLauncher.Command(library, ranks), $"of {ranks}", config);
            RunComparison.AssertEqual(one, several, 1e-12);
            RunComparison.AssertWeights(one, several, tolerance: 0);
        }
    }

    [Theory]
    [InlineData("Open MPI", 1, @"^rank 1 \(process \d+ on .+\) died$")]
    [InlineData("MPICH", 1, @"^rank 1 \(process \d+ on .+\) died$")]
    [InlineData("Open MPI", 0, "^rank 0 died$")]
    public async Task A_killed_rank_ends_the_run_with_the_reason_and_another_number_of_ranks_goes_on(string library, int rank, string reason)
    {
        var run = RunDirectory.At(_directory["run"]);
        using var launcher = await Started(library, run);
        var clock = Stopwatch.StartNew();
        Signal("-KILL", rank == 0 ? FirstRank(run) : SecondRank(run));
        var (code, _, error) = await launcher.End();
        Assert.True(clock.Elapsed < Minute, $"it took {clock.Elapsed}");
        Assert.NotEqual(0, code);
        // MPICH's launcher may be gone before the rank that is left.
        while (RunLock.IsHeld(run) && clock.Elapsed < Minute) await Task.Delay(20, TestContext.Current.CancellationToken);
        var failed = Assert.IsType<RunFailed>(RunLogReader.Read(run.Log).Last().Event);
        Assert.True(Regex.IsMatch(failed.Reason, reason), failed.Reason + error);

        using var resumed = TrainerProcess.Start("train", "--resume", run.Root);
        await WaitForSteps(resumed, run, failed.Step + 3);
        RunCommands.Send(run, RunCommandKind.Stop);
        Assert.Equal(3, (await resumed.End()).Code);
    }

    [Fact]
    public async Task A_frozen_rank_ends_the_run_with_the_reason()
    {
        var run = RunDirectory.At(_directory["run"]);
        using var launcher = await Started("Open MPI", run, ("TRMLAB_RANK_TIMEOUT", "20"));
        var clock = Stopwatch.StartNew();
        Signal("-STOP", SecondRank(run));
        await launcher.End();
        Assert.True(clock.Elapsed < Minute, $"it took {clock.Elapsed}");
        Assert.Contains("rank 1 (process ", Assert.IsType<RunFailed>(RunLogReader.Read(run.Log).Last().Event).Reason);
    }

    [Fact]
    public async Task A_command_stops_all_ranks_with_a_checkpoint()
    {
        var run = RunDirectory.At(_directory["run"]);
        using var launcher = await Started("Open MPI", run);
        RunCommands.Send(run, RunCommandKind.Stop);
        var (code, _, error) = await launcher.End();
        Assert.True(code == 3, error);
        var stopped = Assert.IsType<RunStopped>(RunLogReader.Read(run.Log).Last().Event);
        Assert.Equal(stopped.Step, CheckpointDirectory.List(run.Checkpoints)[0].Step);
    }

    [Fact]
    public async Task Ranks_that_do_not_find_each_other_are_refused()
    {
        MpiLauncher.Command("Open MPI", 1);
        using var alone = MpiLauncher.Start([], [("PMI_SIZE", "2"), ("PMI_RANK", "0"), ("TRMLAB_MPI", "libmpi.so.40")], "train", "--preset", "sudoku-4x4-demo", "--run-dir", _directory["run"]);
        var (code, _, error) = await alone.End();
        Assert.Equal(2, code);
        Assert.Contains("PMI_SIZE says that 2 ranks were started, but MPI (Open MPI", error);
        Assert.False(Directory.Exists(_directory["run"]));
    }

    [Fact]
    public async Task Bad_input_is_said_once()
    {
        using var launcher = MpiLauncher.Start(MpiLauncher.Command("MPICH", 2), [], "train", "--preset", "sudoku-4x4-demo", "--set", "lrr=1", "--run-dir", _directory["run"]);
        var (code, _, error) = await launcher.End();
        Assert.NotEqual(0, code);
        Assert.Single(error.Split('\n'), line => line.Contains("lrr", StringComparison.Ordinal));
    }

    private async Task<RunDirectory> Train(string[] launcher, string name, string config)
    {
        using var trainer = MpiLauncher.Start(launcher, [], "train", "--config", config, "--run-dir", _directory[name]);
        var (code, _, error) = await trainer.End();
        Assert.True(code == 0, error);
        return RunDirectory.At(_directory[name]);
    }

    private async Task<LabProcess> Started(string library, RunDirectory run, params (string Name, string Value)[] environment)
    {
        var trainer = MpiLauncher.Start(MpiLauncher.Command(library, 2), environment, "train", "--config", WriteConfig(true, "epochs=200000", "eval_interval=1000"), "--run-dir", run.Root);
        await WaitForSteps(trainer, run, 3);
        return trainer;
    }

    private string WriteConfig(bool tokenMlp, params string[] settings)
    {
        var path = _directory["config.json"];
        File.WriteAllText(path, ConfigJson.Write(TinySudoku.Config(TinySudoku.Write(_directory["data"]), tokenMlp, settings)));
        return path;
    }

    private static async Task WaitForSteps(LabProcess trainer, RunDirectory run, long step)
    {
        while (RunLogReader.Read(run.Log).Select(line => line.Event).OfType<MetricsLogged>().LastOrDefault()?.Step is not { } last || last < step)
        {
            if (trainer.Process.HasExited) Assert.Fail("the trainer ended early: " + (await trainer.End()).Error);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private static int FirstRank(RunDirectory run) => RunLogReader.Read(run.Log).Select(line => line.Event).OfType<RunStarted>().Last().Process!.Pid;

    // The trainer of this run that has not written into the log.
    private static int SecondRank(RunDirectory run)
    {
        var first = FirstRank(run);
        return Process.GetProcessesByName("dotnet").Single(process => process.Id != first && IsTrainerOf(process.Id, run)).Id;
    }

    private static bool IsTrainerOf(int process, RunDirectory run)
    {
        try
        {
            var words = File.ReadAllText($"/proc/{process}/cmdline").Split('\0');
            return words[0].EndsWith("dotnet", StringComparison.Ordinal) && words.Contains(run.Root);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static void Signal(string signal, int process) => Process.Start("kill", [signal, process.ToString()]).WaitForExit();
}
