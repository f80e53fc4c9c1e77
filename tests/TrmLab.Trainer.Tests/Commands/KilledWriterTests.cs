using System.Globalization;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;

namespace TrmLab.Trainer.Tests.Commands;

/// <summary>
/// Trainer processes that are killed (SIGKILL) while they write checkpoints. Five kills here; TRMLAB_TEST_KILLS=50 makes fifty.
/// </summary>
public sealed class KilledWriterTests : IDisposable
{
    private const int StepsPerInterval = 4;

    private readonly TemporaryDirectory _directory = new();
    private readonly Random _random = new(20);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_sound_checkpoint_is_always_there_and_the_end_is_the_same()
    {
        var kills = int.Parse(Environment.GetEnvironmentVariable("TRMLAB_TEST_KILLS") is { Length: > 0 } text ? text : "5", CultureInfo.InvariantCulture);
        var config = _directory["config.json"];
        // Each process writes a few checkpoints before it is killed, and more where this process is not given the time to look.
        var settings = TinySudoku.Config(TinySudoku.Write(_directory["data"]), true, $"epochs={10 * kills}", "eval_interval=1", "eval_limit=2");
        File.WriteAllText(config, ConfigJson.Write(settings));
        var straight = RunDirectory.At(_directory["straight"]);
        var (code, _, error) = await TrainerProcess.Run("train", "--config", config, "--run-dir", straight.Root);
        Assert.True(code == 0, error);

        var run = RunDirectory.At(_directory["killed"]);
        int unfinished = 0, advanced = 0;
        long sound = 0;
        for (var kill = 0; kill < kills; kill++)
        {
            using (var trainer = TrainerProcess.Start(Words(run, config)))
            {
                await KillInAWrite(trainer, run, writes: _random.Next(1, 4), within: kill % 2 == 0);
            }

            unfinished += Directory.Exists(run.Checkpoints) && Directory.EnumerateDirectories(run.Checkpoints, DurableFile.TemporaryPrefix + "*").Any() ? 1 : 0;
            var newest = CheckpointDirectory.FindNewest(run.Checkpoints, entry => Assert.Fail($"damaged under its final name: {entry.Damage}"));
            Assert.True(newest is not null || sound == 0, "no sound checkpoint although there was one");
            Assert.True((newest?.Step ?? 0) >= sound, $"step {newest?.Step} after {sound}");
            advanced += (newest?.Step ?? 0) > sound ? 1 : 0;
            sound = newest?.Step ?? 0;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{kills} kills: {unfinished} left an unfinished directory, {kills - unfinished} came after its last move; a newer checkpoint was there after {advanced}");
        (code, _, error) = await TrainerProcess.Run(Words(run, config));
        Assert.True(code == 0, error);
        Assert.Equal(Weights(straight), Weights(run));
        Assert.Empty(Directory.EnumerateDirectories(run.Checkpoints, DurableFile.TemporaryPrefix + "*"));
        Assert.True(unfinished > 0, "no kill came while a checkpoint was being written");
    }

    private static string[] Words(RunDirectory run, string config) =>
        File.Exists(run.Log) ? ["train", "--resume", run.Root] : ["train", "--config", config, "--run-dir", run.Root];

    // Waits for a number of writes to begin. The last is held still, and the process killed there or a random moment later: a write takes a few milliseconds.
    private async Task KillInAWrite(LabProcess trainer, RunDirectory run, int writes, bool within)
    {
        var seen = Temporary(run).ToHashSet();
        while (true)
        {
            Assert.False(trainer.Process.HasExited, "the trainer ended before it was killed");
            if (Temporary(run).FirstOrDefault(seen.Add) is { } begun && --writes <= 0)
            {
                trainer.Freeze();
                if (!within || Directory.Exists(begun)) break;
                trainer.GoOn();
            }

            Thread.Sleep(TimeSpan.FromMicroseconds(200));
        }

        if (!within)
        {
            trainer.GoOn();
            Thread.Sleep(TimeSpan.FromMilliseconds(_random.NextDouble() * 12));
        }

        trainer.Process.Kill();
        await trainer.End();
    }

    private static string[] Temporary(RunDirectory run)
    {
        try
        {
            return Directory.Exists(run.Checkpoints) ? Directory.GetDirectories(run.Checkpoints, DurableFile.TemporaryPrefix + "*") : [];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    private static string[] Weights(RunDirectory run)
    {
        var newest = CheckpointDirectory.List(run.Checkpoints)[0];
        Assert.Equal(0, newest.Step % StepsPerInterval);
        return [newest.Step.ToString(CultureInfo.InvariantCulture), .. newest.Manifest!.Files.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => f.ToString())];
    }
}
