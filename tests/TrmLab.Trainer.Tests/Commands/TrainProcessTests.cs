using System.Diagnostics;
using System.Text.Json;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;

namespace TrmLab.Trainer.Tests.Commands;

/// <summary>Real trainer processes that are stopped, killed and resumed.</summary>
public sealed class TrainProcessTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private RunDirectory Run => RunDirectory.At(_directory["run"]);

    [Fact]
    public async Task A_finished_run_ends_with_one_line_of_json()
    {
        var config = WriteConfig("epochs=4");
        var (code, output, error) = await TrainerProcess.Run("train", "--config", config, "--run-dir", Run.Root, "--json");
        Assert.True(code == 0, error);
        var summary = JsonDocument.Parse(output).RootElement;
        Assert.Equal("finished", summary.GetProperty("state").GetString());
        Assert.Equal(16, summary.GetProperty("step").GetInt64());
        Assert.Equal(12, summary.GetProperty("eval").GetProperty("ema").GetProperty("count").GetInt32());
        Assert.InRange(summary.GetProperty("eval").GetProperty("raw").GetProperty("accuracy").GetDouble(), 0, 1);

        var (evaluated, json, reason) = await TrainerProcess.Run("evaluate", "--checkpoint", Run.Root, "--data", _directory["data"], "--json");
        Assert.True(evaluated == 0, reason);
        var again = JsonDocument.Parse(json).RootElement.GetProperty("eval").GetProperty("ema");
        Assert.Equal(summary.GetProperty("eval").GetProperty("ema").GetProperty("accuracy").GetDouble(), again.GetProperty("accuracy").GetDouble(), 5);
    }

    [Fact]
    public async Task SIGTERM_saves_a_checkpoint_and_resume_goes_on()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs POSIX signals");
        using var trainer = TrainerProcess.Start("train", "--config", WriteConfig("epochs=2000"), "--run-dir", Run.Root);
        await WaitForSteps(trainer, 3);
        Process.Start("kill", ["-TERM", trainer.Process.Id.ToString()]).WaitForExit();
        var (code, _, error) = await trainer.End();
        Assert.True(code == 3, error);
        var stopped = Assert.IsType<RunStopped>(Events()[^1]);
        Assert.Equal(stopped.Step, CheckpointDirectory.List(Run.Checkpoints)[0].Step);

        using var resumed = TrainerProcess.Start("train", "--resume", Run.Root);
        await WaitForSteps(resumed, stopped.Step + 3);
        RunCommands.Send(Run, RunCommandKind.Stop);
        Assert.Equal(3, (await resumed.End()).Code);
        var steps = Events().OfType<MetricsLogged>().Select(e => e.Step).ToArray();
        Assert.Equal(Enumerable.Range(1, steps.Length).Select(i => (long)i), steps);
    }

    [Fact]
    public async Task A_killed_trainer_leaves_a_run_that_is_lost_and_can_be_resumed()
    {
        using var trainer = TrainerProcess.Start("train", "--config", WriteConfig("epochs=2000"), "--run-dir", Run.Root);
        await WaitForSteps(trainer, 12); // beyond the first evaluation and checkpoint
        trainer.Process.Kill();
        await trainer.End();
        Assert.False(RunLock.IsHeld(Run));
        var last = Events().Last(e => e is RunStarted or RunFinished or RunStopped or RunFailed);
        Assert.Equal(RunPhase.Lost, RunState.Derive(last, RunLock.IsHeld(Run), Heartbeat.Read(Run), null, DateTimeOffset.UtcNow, () => "").Phase);

        using var resumed = TrainerProcess.Start("train", "--resume", Run.Root);
        await WaitForSteps(resumed, 24);
        RunCommands.Send(Run, RunCommandKind.Stop);
        Assert.Equal(3, (await resumed.End()).Code);
        Assert.InRange(Events().OfType<RunResumed>().Single().FromStep, 8, 1000);
    }

    private string WriteConfig(params string[] settings)
    {
        var path = _directory["config.json"];
        File.WriteAllText(path, ConfigJson.Write(TinySudoku.Config(TinySudoku.Write(_directory["data"]), true, settings)));
        return path;
    }

    private RunEvent[] Events() => [.. RunLogReader.Read(Run.Log).Select(e => e.Event!)];

    private async Task WaitForSteps(LabProcess trainer, long step)
    {
        while (Events().OfType<MetricsLogged>().LastOrDefault()?.Step is not { } last || last < step)
        {
            Assert.False(trainer.Process.HasExited, "the trainer ended early");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
