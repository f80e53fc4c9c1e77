using Microsoft.Data.Sqlite;
using TrmLab.Core.Runs;

namespace TrmLab.Faults.Faults;

/// <summary>The index deleted, overwritten, cut or locked, under a dashboard that runs and one that does not.</summary>
internal static class IndexDamage
{
    private static readonly (string Name, Action<string, Random> Do)[] Ways =
    [
        ("deleted", (db, _) => Delete(db, "", "-wal", "-shm")),
        ("deleted without its journal", (db, _) => Delete(db, "")),
        ("journal deleted", (db, _) => Delete(db, "-wal")),
        ("overwritten", (db, random) => Overwrite(db, 0, 1, random)),
        ("head overwritten", (db, random) => Overwrite(db, 0, 0.02, random)),
        ("middle overwritten", (db, random) => Overwrite(db, 0.2, 0.9, random)),
        ("cut in half", (db, _) => Cut(db, 0.5)),
        ("empty", (db, _) => Cut(db, 0)),
    ];

    public static async Task<string> DamageAsync(FaultRun fault)
    {
        await using var lab = await Dashboard.StartAsync(new DashboardSettings { Root = Directory.CreateDirectory(fault["data"]).FullName, Fake = "" });
        var run = Trainers.RunOf(lab.Root, "run-1");
        using var trainer = Trainers.Fake(run, "steps=100000000;rate=50;evaluate=60");
        TimeSpan slowest = default;
        for (var n = 0; n < fault.Count; n++)
        {
            await IsWholeAsync(fault, lab, run, "before");
            var (name, damage) = Ways[n % Ways.Length];
            // By turns, and the other way round in the next round.
            var running = (n + (n / Ways.Length)) % 2 == 0;
            if (!running) await lab.KillAsync();
            damage(Path.Combine(lab.Root, "trmlab.db"), fault.Random);
            if (!running) lab.Start();
            var took = await IsWholeAsync(fault, lab, run, $"{name}, {(running ? "running" : "stopped")}");
            slowest = took > slowest ? took : slowest;
            fault.Say($"{name}, {(running ? "running" : "stopped")}: whole again after {took.TotalSeconds:0.0} s");
            FaultRun.Require(!lab.Process.Process.HasExited, "the dashboard ended: " + lab.Output);
        }

        return $"{Ways.Length} kinds of damage, running and stopped; whole again within {slowest.TotalSeconds:0.0} s";
    }

    public static async Task<string> LockAsync(FaultRun fault)
    {
        await using var lab = await Dashboard.StartAsync(new DashboardSettings { Root = Directory.CreateDirectory(fault["data"]).FullName, Fake = "" });
        var run = Trainers.RunOf(lab.Root, "run-1");
        using var trainer = Trainers.Fake(run, "steps=100000000;rate=50;evaluate=60");
        for (var n = 0; n < fault.Count; n++)
        {
            await IsWholeAsync(fault, lab, run, "before");
            using (var connection = new SqliteConnection($"Data Source={Path.Combine(lab.Root, "trmlab.db")};Pooling=False"))
            {
                connection.Open();
                using var command = connection.CreateCommand();
                command.CommandText = "BEGIN IMMEDIATE; UPDATE runs SET \"Revision\" = \"Revision\"";
                command.ExecuteNonQuery();
                // Once longer than the dashboard waits for a lock.
                await Task.Delay(TimeSpan.FromSeconds(n == 0 ? 35 : 4));
                FaultRun.Require(await HubReader.TryRunsAsync(lab.Url) is { Length: 1 }, "the dashboard does not answer while its index is locked");
            }

            await IsWholeAsync(fault, lab, run, "locked");
        }

        return "the dashboard answered all the while and went on behind it";
    }

    private static Task<TimeSpan> IsWholeAsync(FaultRun fault, Dashboard lab, RunDirectory run, string when)
    {
        string? difference = null;
        var from = File.Exists(run.Log) ? new FileInfo(run.Log).Length : 0;
        return FaultRun.UntilAsync(
            async () =>
            {
                try
                {
                    if (IndexReader.Offset(lab.Root, run.Id) <= from) return false;
                    if ((difference = IndexReader.Difference(lab.Root, run.Id, out _)) is not null) return false;
                }
                catch (SqliteException e)
                {
                    difference = e.Message;
                    return false;
                }

                return await HubReader.TryRunsAsync(lab.Url) is [{ Phase: "Running" }];
            },
            fault.Limit(30),
            () => $"{when}: the index holds the log: {difference} {lab.Output[Math.Max(0, lab.Output.Length - 1500)..]}");
    }

    private static void Delete(string database, params string[] suffixes)
    {
        foreach (var suffix in suffixes) File.Delete(database + suffix);
    }

    private static void Overwrite(string database, double from, double to, Random random)
    {
        using var file = new FileStream(database, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        var garbage = new byte[(int)(file.Length * (to - from))];
        random.NextBytes(garbage);
        file.Position = (long)(file.Length * from);
        file.Write(garbage);
    }

    private static void Cut(string database, double share)
    {
        using var file = new FileStream(database, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        file.SetLength((long)(file.Length * share));
    }
}
