using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TrmLab.Web.Hosting;
using TrmLab.Web.Jobs;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Tests.Support;

/// <summary>The job queue with its runner on a temporary data folder; <see cref="RestartAsync"/> is a dashboard that ends and comes back.</summary>
public sealed class JobLab : IAsyncDisposable
{
    private JobRunner _runner;

    public JobLab()
    {
        Data = new LabData(Directory.CreateTempSubdirectory("trmlab-jobs-").FullName);
        Jobs = new DatasetJobs(Data);
        _runner = NewRunner();
    }

    public LabData Data { get; }

    public DatasetJobs Jobs { get; private set; }

    /// <summary>A small file in the data folder.</summary>
    public string Write(string name, params string[] lines)
    {
        var path = Path.Combine(Data.Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllLines(path, lines);
        return path;
    }

    /// <summary>Names in <c>data/datasets</c>, hidden ones too.</summary>
    public string[] Made => Directory.Exists(Data.Datasets) ? [.. Directory.GetFileSystemEntries(Data.Datasets).Select(p => Path.GetFileName(p)).Order()] : [];

    public Task StartAsync() => _runner.StartAsync(TestContext.Current.CancellationToken);

    public async Task StopAsync()
    {
        await _runner.StopAsync(CancellationToken.None);
        _runner.Dispose();
    }

    public async Task RestartAsync()
    {
        await StopAsync();
        Reopen();
        await StartAsync();
    }

    /// <summary>Reads the stored jobs anew, without a runner.</summary>
    public void Reopen()
    {
        Jobs = new DatasetJobs(Data);
        _runner = NewRunner();
    }

    public async Task<Job> WhenAsync(string id, Predicate<Job> reached)
    {
        while (true)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            if (Jobs.All.FirstOrDefault(job => job.Id == id) is { } job && reached(job)) return job;
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits until nothing is queued or at work.</summary>
    public async Task IdleAsync()
    {
        while (Jobs.All.Any(job => job.IsOpen)) await Task.Delay(10, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Data.Root, recursive: true);
    }

    private JobRunner NewRunner() => new(
        Jobs, Data, new Uploads(Data), new TrainerCommand(new TrainerProgram(Options.Create(new LabOptions { TrainerPath = Checkout.FakeTrainer }), Data), Data), NullLogger<JobRunner>.Instance);
}
