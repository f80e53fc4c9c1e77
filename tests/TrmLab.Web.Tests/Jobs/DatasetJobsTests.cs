using TrmLab.Core;
using TrmLab.Web.Datasets;
using TrmLab.Web.Jobs;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Jobs;

public sealed class DatasetJobsTests : IAsyncLifetime
{
    private static readonly GenerateSudokuJob Endless = new() { Name = "endless", Size = 9, Train = 10_000_000, Test = 1 };

    private JobLab Lab { get; } = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync() => await Lab.DisposeAsync();

    [Fact]
    public async Task A_generated_set_is_there_and_checked()
    {
        await Lab.StartAsync();
        var job = Lab.Jobs.Add(Small("first"));
        await Lab.WhenAsync(job.Id, j => j.State == JobState.Done);
        await Lab.IdleAsync();
        Assert.Equal(["first"], Lab.Made);
        var entry = new DatasetShelf(Lab.Data).Find("datasets/first");
        var check = new CheckCache(Lab.Data).Read(entry);
        Assert.Equal(20, check!.Info!.Splits[0].Groups);
        Assert.True(check.Leaks!.Clean);
        // The check is no news of its own.
        Assert.Equal([job.Id], Lab.Jobs.All.Select(j => j.Id));
    }

    [Fact]
    public async Task Jobs_run_one_at_a_time_in_their_order()
    {
        await Lab.StartAsync();
        var first = Lab.Jobs.Add(Endless);
        var second = Lab.Jobs.Add(Small("second"));
        await Lab.WhenAsync(first.Id, j => j.Progress is { Stage: "train", Total: 10_000_000 });
        Assert.Equal(JobState.Queued, Lab.Jobs.All[1].State);
        Lab.Jobs.Cancel(first.Id);
        await Lab.WhenAsync(second.Id, j => j.State == JobState.Done);
    }

    [Fact]
    public async Task A_cancelled_job_leaves_nothing_and_can_be_tried_again()
    {
        await Lab.StartAsync();
        var job = Lab.Jobs.Add(Endless);
        await Lab.WhenAsync(job.Id, j => j.Progress is not null);
        Assert.NotEmpty(Lab.Made);
        Lab.Jobs.Cancel(job.Id);
        await Lab.WhenAsync(job.Id, j => j.State == JobState.Cancelled);
        Assert.Empty(Lab.Made);
        Lab.Jobs.Retry(job.Id);
        var again = Assert.Single(Lab.Jobs.All);
        Assert.NotEqual(job.Id, again.Id);
        await Lab.WhenAsync(again.Id, j => j.State == JobState.Running);
    }

    [Fact]
    public async Task A_waiting_job_is_cancelled_at_once_and_never_runs()
    {
        var job = Lab.Jobs.Add(Small("waiting"));
        Lab.Jobs.Cancel(job.Id);
        Assert.Equal(JobState.Cancelled, Lab.Jobs.All[0].State);
        await Lab.StartAsync();
        var next = Lab.Jobs.Add(Small("next"));
        await Lab.WhenAsync(next.Id, j => j.State == JobState.Done);
        Assert.Equal(["next"], Lab.Made);
    }

    [Fact]
    public async Task A_bad_file_fails_with_the_builders_message_and_nothing_is_left()
    {
        var csv = Lab.Write("bad.csv", "question,answer", "1..4..1.4..1.1..,123434122143432x");
        await Lab.StartAsync();
        var job = Lab.Jobs.Add(new BuildSudokuJob { Name = "bad", TrainCsv = csv });
        var failed = await Lab.WhenAsync(job.Id, j => !j.IsOpen);
        Assert.Equal(JobState.Failed, failed.State);
        Assert.Contains("bad.csv line 2", failed.Message);
        Assert.Empty(Lab.Made);
        await Lab.RestartAsync();
        Assert.Equal(failed.Message, Lab.Jobs.All[0].Message);
    }

    [Fact]
    public async Task What_was_queued_goes_on_after_a_restart_and_what_was_at_work_has_failed()
    {
        await Lab.StartAsync();
        var first = Lab.Jobs.Add(Endless);
        await Lab.WhenAsync(first.Id, j => j.Progress is not null);
        var second = Lab.Jobs.Add(Small("second"));
        await Lab.RestartAsync();
        var interrupted = Lab.Jobs.All.First(j => j.Id == first.Id);
        Assert.Equal((JobState.Failed, JobRunner.Stopped), (interrupted.State, interrupted.Message));
        await Lab.WhenAsync(second.Id, j => j.State == JobState.Done);
        Assert.Equal(["second"], Lab.Made);
    }

    [Fact]
    public async Task What_a_killed_dashboard_left_half_made_is_removed_and_only_that()
    {
        var stored = Lab.Jobs.Add(Endless);
        await Lab.StopAsync();
        var file = Path.Combine(Lab.Data.Root, "jobs.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"Queued\"", "\"Running\"", StringComparison.Ordinal));
        var partial = Directory.CreateDirectory(Path.Combine(Lab.Data.Datasets, $".endless.{Guid.NewGuid():N}.partial"));
        var other = Directory.CreateDirectory(Path.Combine(Lab.Data.Datasets, $".endless.2.{Guid.NewGuid():N}.partial"));
        Lab.Reopen();
        Assert.Equal((stored.Id, JobState.Failed), (Lab.Jobs.All[0].Id, Lab.Jobs.All[0].State));
        Assert.False(Directory.Exists(partial.FullName));
        Assert.True(Directory.Exists(other.FullName));
    }

    [Fact]
    public void A_name_is_used_once_and_only_below_the_folder_of_data_sets()
    {
        Lab.Jobs.Add(Small("mine"));
        Assert.Contains("mine", Assert.Throws<InputException>(() => Lab.Jobs.Add(Small("mine") with { Seed = 7 })).Message);
        Directory.CreateDirectory(Path.Combine(Lab.Data.Datasets, "there", "train"));
        Assert.Contains("already", Assert.Throws<InputException>(() => Lab.Jobs.Add(Small("there"))).Message);
        foreach (var name in new[] { "../evil", "a/b", "", ".hidden", "a\\b", "dot.", "/abs", new string('x', 81), "line\n" })
        {
            Assert.Throws<InputException>(() => Lab.Jobs.Add(Small(name)));
        }
    }

    [Fact]
    public void A_damaged_job_file_is_put_aside()
    {
        var path = Lab.Write("jobs.json", "[{\"Id\":");
        Assert.Empty(new DatasetJobs(Lab.Data).All);
        Assert.True(File.Exists(path + ".unreadable"));
    }

    private static GenerateSudokuJob Small(string name) => new() { Name = name, Size = 4, Train = 20, Test = 5 };
}
