using TrmLab.Core.Runs;

namespace TrmLab.Faults.Faults;

/// <summary>The data set's directory deleted, renamed, overwritten in place or cut short under a run that reads it.</summary>
internal static class DataChanges
{
    private static readonly (string Name, Action<string> Do)[] Ways =
    [
        ("deleted", data => Directory.Delete(data, true)),
        ("renamed", data => Directory.Move(data, data + ".old")),
        ("cut short", data => EachArray(data, file => file.SetLength(file.Length / 2))),
        ("emptied", data => EachArray(data, file => file.SetLength(0))),
        ("description deleted", data => File.Delete(Path.Combine(data, "train", "dataset.json"))),
    ];

    public static async Task<string> TryAsync(FaultRun fault)
    {
        await using var lab = await Dashboard.StartAsync(new DashboardSettings { Root = Directory.CreateDirectory(fault["lab"]).FullName, Fake = "" });
        var ends = new SortedDictionary<string, int>();
        for (var n = 0; n < fault.Count; n++)
        {
            var (name, change) = Ways[n % Ways.Length];
            var data = fault["puzzles"];
            if (Directory.Exists(data)) Directory.Delete(data, true);
            var config = Trainers.TinyConfig(fault, 240);
            var run = Trainers.RunOf(lab.Root, $"run-{n:000}");
            using var trainer = TrainerProcess.Start(Trainers.Real(run, config));
            await FaultRun.UntilAsync(() => trainer.Process.HasExited || (File.Exists(run.Log) && LoggedPoints.Lines(run.Log).Count() > 4), fault.Limit(60), () => "the trainer reports " + trainer.Error);
            await fault.PauseAsync(0.2);
            // Held still, or a fast one would be done before.
            trainer.Freeze();
            change(data);
            trainer.GoOn();
            await FaultRun.UntilAsync(() => trainer.Process.HasExited, fault.Limit(60), () => "the trainer ends");
            FaultRun.Require(!trainer.Error.Contains("   at ", StringComparison.Ordinal), $"{name}: {trainer.Error}");
            var expected = trainer.Process.ExitCode == 0 ? "Finished" : "Failed";
            SeenRun? seen = null;
            await FaultRun.UntilAsync(
                async () => (seen = (await HubReader.TryRunsAsync(lab.Url) ?? []).FirstOrDefault(r => r.Run == run.Id))?.Phase == expected,
                fault.Limit(15),
                () => $"{name}: {expected}; seen: {seen}; code {trainer.Process.ExitCode}, {trainer.Error}");
            _ = LoggedPoints.Of(run.Log);
            var end = $"{name}: {expected}";
            ends[end] = ends.GetValueOrDefault(end) + 1;
        }

        return string.Join(", ", ends.Select(e => $"{e.Key} x {e.Value}"));
    }

    private static void EachArray(string data, Action<FileStream> change)
    {
        foreach (var path in Directory.GetFiles(data, "*.npy", SearchOption.AllDirectories))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            change(file);
        }
    }
}
