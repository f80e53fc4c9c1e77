using System.Diagnostics;
using TrmLab.Core;

namespace TrmLab.Faults.Fuzzing;

/// <summary>
/// Damages good inputs, and inputs that were taken although damaged, and has them read, under a limit of time and memory for each. The
/// same seed gives the same inputs as long as readers decide the same.
/// </summary>
public static class Fuzzer
{
    private const int Pool = 256;
    private const int LongestInput = 64 * 1024;
    private const long MostBytes = 64L << 20;
    private static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(20);

    /// <summary>Reads <paramref name="inputs"/> inputs, or as many as <paramref name="most"/> time allows.</summary>
    public static FuzzReport Run(FuzzTarget target, long inputs, int seed, TimeSpan most)
    {
        // In memory where there is such a file system: a million small files.
        var root = Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), "trmlab-fuzz-" + Guid.NewGuid().ToString("N"));
        var folder = Directory.CreateDirectory(Path.Combine(root, "work")).FullName;
        var clock = Stopwatch.StartNew();
        try
        {
            using var reader = target.Open(folder);
            if (Refusal(target, reader) is { } refusal) return new FuzzReport(target.Name, 0, 0, clock.Elapsed, 0, refusal);
            var lanes = Enumerable.Range(0, reader.Threads).Select(i => new Lane(target, reader, seed, i, (inputs + reader.Threads - 1) / reader.Threads, clock, most)).ToArray();
            foreach (var lane in lanes) new Thread(lane.Run) { IsBackground = true }.Start();
            string? failure = null;
            while (failure is null && lanes.Any(l => !l.Done))
            {
                Thread.Sleep(50);
                failure = lanes.Select(l => l.Failure ?? l.Hang(LongestRead)).FirstOrDefault(f => f is not null);
            }

            failure ??= lanes.Select(l => l.Failure).FirstOrDefault(f => f is not null) ?? Health(reader) ?? (reader.Threads == 1 ? Strays(root, folder, target) : null);
            return new FuzzReport(target.Name, lanes.Sum(l => l.Inputs), lanes.Sum(l => l.Refused), clock.Elapsed, lanes.Max(l => l.MostBytes), failure);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    // Before anything is damaged: a reader that refuses whatever comes would pass. Among the requests to a server are some that it has to refuse.
    private static string? Refusal(FuzzTarget target, FuzzReader reader)
    {
        var corpus = target.Corpus();
        var refused = new List<string>();
        foreach (var good in corpus)
        {
            try
            {
                reader.Read(good);
            }
            catch (InputException e)
            {
                refused.Add(e.Message);
            }
        }

        return refused.Count >= (reader.Threads == 1 ? 1 : corpus.Count) ? $"{refused.Count} of {corpus.Count} good inputs are refused: {refused[0]}" : null;
    }

    private static string? Health(FuzzReader reader)
    {
        try
        {
            reader.CheckHealth();
            return null;
        }
        catch (FaultFailure e)
        {
            return e.Message;
        }
    }

    // For a reader of this process: whatever was read, nothing lies beside the reader's own folder, and in it only what lies there after a good input.
    private static string? Strays(string root, string folder, FuzzTarget target)
    {
        if (Directory.GetFileSystemEntries(root) is { Length: > 1 } beside) return "files outside the folder: " + string.Join(", ", beside);
        var expected = Directory.CreateDirectory(Path.Combine(root, "clean")).FullName;
        using (var clean = target.Open(expected))
        {
            foreach (var good in target.Corpus()) clean.Read(good);
        }

        static IEnumerable<string> Names(string place) => Directory.EnumerateFileSystemEntries(place, "*", SearchOption.AllDirectories).Select(p => Path.GetRelativePath(place, p));
        return Names(folder).Except(Names(expected)).ToArray() is { Length: > 0 } more ? "files that were not there: " + string.Join(", ", more) : null;
    }

    private sealed class Lane(FuzzTarget target, FuzzReader reader, int seed, int lane, long count, Stopwatch clock, TimeSpan most)
    {
        private readonly int _corpus = target.Corpus().Count;
        private readonly List<byte[]> _pool = [.. target.Corpus()];
        private byte[] _input = [];
        private long _began;

        public volatile bool Done;
        public string? Failure;
        public long Inputs;
        public long Refused;
        public long MostBytes;

        public void Run()
        {
            var random = new Random(seed + (1000 * lane));
            for (Inputs = 0; Inputs < count && clock.Elapsed < most && Failure is null; Inputs++)
            {
                // Mostly the good ones: what was taken once drifts away from anything that means something.
                var original = _pool[random.Next(4) > 0 ? random.Next(_corpus) : random.Next(_pool.Count)];
                _input = Damage.Of(original, seed, (int)((Inputs * reader.Threads + lane) % int.MaxValue));
                if (_input.Length > LongestInput) _input = _input[..LongestInput];
                Volatile.Write(ref _began, Stopwatch.GetTimestamp());
                Read(random);
                if (Inputs % 1000 == 999) Failure ??= Health(reader);
            }

            Volatile.Write(ref _began, 0);
            Done = true;
        }

        public string? Hang(TimeSpan limit) => Volatile.Read(ref _began) is > 0 and var began && Stopwatch.GetElapsedTime(began) > limit ? Keep($"no answer within {limit.TotalSeconds:0} s") : null;

        private void Read(Random random)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                reader.Read(_input);
                if (_pool.Count < Pool) _pool.Add(_input);
                else if (random.Next(8) == 0) _pool[random.Next(_corpus, Pool)] = _input;
            }
            catch (InputException e)
            {
                Refused++;
                if (e.Message.Length is 0 or > 5000 || e.Message.Any(char.IsControl)) Failure = Keep("not one line: " + e.Message);
            }
            catch (Exception e)
            {
                Failure = Keep(e.ToString().ReplaceLineEndings(" "));
            }

            var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            MostBytes = Math.Max(MostBytes, bytes);
            if (bytes > Fuzzer.MostBytes) Failure ??= Keep($"{bytes:N0} bytes of memory for one input");
        }

        private string Keep(string what)
        {
            var path = Path.Combine(Path.GetTempPath(), $"fuzz-{target.Name}-{seed}-{lane}-{Inputs}.bin");
            File.WriteAllBytes(path, _input);
            return $"{what} (input {Inputs} of seed {seed}, kept as {path})";
        }
    }
}
