using System.Globalization;
using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;

namespace TrmLab.Faults.Faults;

/// <summary>Every file of a small run cut off at every byte, and read as the dashboard and a resuming trainer read it.</summary>
internal static class Truncation
{
    public static async Task<string> TryAsync(FaultRun fault)
    {
        var run = RunDirectory.At(fault["run"]);
        var (code, _, error) = await TrainerProcess.Run(Trainers.Real(run, Trainers.TinyConfig(fault, 24, "arch.hidden_size=4", "arch.puzzle_emb_ndim=4", "arch.mlp_t=false", "arch.pos_encodings=rope")));
        FaultRun.Require(code == 0, error);
        new LaunchRecord { Resume = true }.Write(run);
        new RunLabels { Group = "group", Tags = ["tag"], Note = "note" }.Write(run);
        RunCommands.Send(run, RunCommandKind.Pause);
        var every = Math.Max(1, fault.IsShort ? 61 : fault.Count);
        long cuts = 0;
        var files = Directory.GetFiles(run.Root, "*", SearchOption.AllDirectories).Where(f => f != run.Lock && f != run.Output).Order(StringComparer.Ordinal).ToArray();
        var newest = CheckpointDirectory.List(run.Checkpoints)[0];
        foreach (var file in files)
        {
            var content = File.ReadAllBytes(file);
            for (var length = content.Length - 1; length >= 0; length -= every)
            {
                Cut(file, content, length);
                Read(run, file, content, length, newest);
                cuts++;
            }

            File.WriteAllBytes(file, content);
            fault.Say($"{Path.GetRelativePath(run.Root, file)}: {content.Length:N0} bytes");
            FaultRun.Require(CheckpointDirectory.FindNewest(run.Checkpoints, e => throw new FaultFailure(e.Damage!))!.Step == newest.Step, "the run is whole again");
        }

        return $"{cuts:N0} cuts of {files.Length} files: logs keep their whole lines, records and configurations are refused in one line, damaged checkpoints are named and the one before is used";
    }

    // From its end, a byte after the other: to write all anew each time would take most of the time.
    private static void Cut(string file, byte[] content, int length)
    {
        using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.Write);
        // A reader of the log has cut its half line off.
        if (RandomAccess.GetLength(handle) < length) RandomAccess.Write(handle, content.AsSpan(0, length), 0);
        else RandomAccess.SetLength(handle, length);
    }

    private static void Read(RunDirectory run, string file, byte[] content, int length, CheckpointEntry newest)
    {
        var name = Path.GetFileName(file);
        if (file == run.Log) Log(file, content, length);
        else if (file == run.Config) Refused(() => ConfigJson.ReadFile(file), WithoutEnd(content, length));
        else if (file == run.Heartbeat) FaultRun.Require(Heartbeat.Read(run) is null, "half a heartbeat is none");
        else if (file == run.Labels) FaultRun.Require(RunLabels.Read(run).IsEmpty, "half of the labels are none");
        else if (file == run.Launch) FaultRun.Require(LaunchRecord.Read(run) is null, "half a launch record is none");
        else if (Path.GetDirectoryName(file) == run.Commands) FaultRun.Require(RunCommands.Pending(run).Count == 0, "half a command is none");
        else if (file.StartsWith(run.Checkpoints, StringComparison.Ordinal)) Checkpoint(run, file, newest);
        else if (name.EndsWith(".csv", StringComparison.Ordinal)) Refused(() => PuzzleResult.ReadAll(file), mayBeRead: true);
    }

    // A line's end may be missing from a file that is whole without it.
    private static bool WithoutEnd(byte[] content, int length) => length >= content.Length - 1;

    private static void Log(string file, byte[] content, int length)
    {
        var whole = content.AsSpan(0, length).Count((byte)'\n');
        var read = RunLogReader.Read(file).ToArray();
        FaultRun.Require(read.Length == whole && read.All(e => e.Event is not null), $"{read.Length} of {whole} whole lines at {length} bytes");
        FaultRun.Require(read.Length == 0 || content[read[^1].EndOffset - 1] == (byte)'\n', "the offset lies behind a line");
        // A trainer that goes on cuts the half line off.
        using (RunLogWriter.Append(file))
        {
        }

        FaultRun.Require(new FileInfo(file).Length == (read.Length == 0 ? 0 : read[^1].EndOffset), $"the half line is cut off at {length} bytes");
    }

    private static void Checkpoint(RunDirectory run, string file, CheckpointEntry newest)
    {
        var skipped = new List<CheckpointEntry>();
        var found = CheckpointDirectory.FindNewest(run.Checkpoints, skipped.Add);
        var damaged = Path.GetDirectoryName(file)!;
        var step = long.Parse(Path.GetFileName(damaged)[5..], CultureInfo.InvariantCulture);
        if (step == newest.Step)
        {
            FaultRun.Require(found is not null && found.Step < step, "the one before is used");
            FaultRun.Require(skipped is [{ Damage: { } damage }] && damage.StartsWith(damaged, StringComparison.Ordinal) && !damage.Contains('\n', StringComparison.Ordinal), "the damaged one is named");
        }
        else
        {
            FaultRun.Require(found!.Step == newest.Step, "the newest is used");
            Refused(() => CheckpointDirectory.Open(damaged), false);
        }
    }

    private static void Refused(Action read, bool mayBeRead)
    {
        try
        {
            read();
            FaultRun.Require(mayBeRead, "read although it was cut off");
        }
        catch (InputException e)
        {
            FaultRun.Require(e.Message.Length > 0 && !e.Message.Contains('\n', StringComparison.Ordinal), "one line");
        }
    }
}
