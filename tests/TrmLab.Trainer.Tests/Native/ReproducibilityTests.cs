using static TorchSharp.torch;

namespace TrmLab.Trainer.Tests.Native;

/// <summary>
/// A training repeats bit for bit: on another number of threads, in one process, and in processes with their own memory addresses, thread
/// timing and state of the compiler.
/// </summary>
public sealed class ReproducibilityTests
{
    private const string ResultFile = "TRMLAB_TEST_HASHES";
    private const int Steps = 6;
    private const int Processes = 4;

    private static readonly (string Name, int Threads, ScalarType Type)[] Trainings =
    [
        ("token mlp", 2, ScalarType.Float32),
        ("token mlp, width not of 16", 3, ScalarType.Float32),
        ("attention, rope", 2, ScalarType.Float32),
        ("attention, learned, odd heads", 3, ScalarType.Float32),
        ("token mlp, odd sizes", 2, ScalarType.BFloat16),
        ("attention, rope", 3, ScalarType.BFloat16),
    ];

    [Fact]
    public void Repeats_in_one_process()
    {
        foreach (var (name, threads, type) in Trainings)
        {
            var first = ShortTraining.Hashes(name, threads, type, Steps);
            for (var repeat = 0; repeat < 3; repeat++)
                Assert.Equal(first, ShortTraining.Hashes(name, threads, type, Steps));
        }
    }

    [Fact]
    public void An_evaluation_of_more_sequences_in_between_does_not_show()
    {
        // Five sequences make chunks of one and two; forty make chunks of five.
        var alone = ShortTraining.Hashes("token mlp, several chunks", 1, ScalarType.Float32, steps: 3);
        Assert.Equal(alone, ShortTraining.Hashes("token mlp, several chunks", 1, ScalarType.Float32, steps: 3, evaluated: 40));
    }

    [Theory]
    [InlineData("token mlp", false)]
    [InlineData("token mlp", true)]
    [InlineData("token mlp, width not of 16", false)]
    [InlineData("attention, rope", false)]
    [InlineData("attention, learned, odd heads", true)]
    public void Does_not_depend_on_the_number_of_threads(string name, bool half)
    {
        var type = half ? ScalarType.BFloat16 : ScalarType.Float32;
        var one = ShortTraining.Hashes(name, 1, type, Steps);
        Assert.Equal(one, ShortTraining.Hashes(name, 2, type, Steps));
        // A batch of two or three makes two parts, larger ones make four.
        if (Shapes.All[name].Batch >= 4) Assert.Equal(one, ShortTraining.Hashes(name, 4, type, Steps));
    }

    [Fact]
    public async Task Repeats_in_other_processes()
    {
        var folder = Directory.CreateTempSubdirectory("reproducibility").FullName;
        var files = Enumerable.Range(0, Processes).Select(number => Path.Combine(folder, $"{number}.txt")).ToList();

        // All at once, so that they disturb each other's timing.
        await Task.WhenAll(files.Select(RunInProcess));
        var here = Hashes();
        Assert.All(files, file => Assert.Equal(here, File.ReadAllLines(file)));
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>What a child process runs.</summary>
    [Fact]
    public void Writes_the_hashes_of_every_step()
    {
        var file = Environment.GetEnvironmentVariable(ResultFile) ?? Path.GetTempFileName();
        File.WriteAllLines(file, Hashes());
        Assert.All(File.ReadAllLines(file), line => Assert.Equal(Steps, line.Split(' ').Distinct().Count()));
        if (Environment.GetEnvironmentVariable(ResultFile) is null)
            File.Delete(file);
    }

    private static string[] Hashes() => [.. Trainings.Select(training => ShortTraining.Hashes(training.Name, training.Threads, training.Type, Steps))];

    private static async Task RunInProcess(string file)
    {
        var (_, output) = await ChildProcess.Run(typeof(ReproducibilityTests), nameof(Writes_the_hashes_of_every_step), [(ResultFile, file)]);
        Assert.True(File.Exists(file), output);
    }
}
