using TrmLab.Core;
using TrmLab.Web.Hosting;
using TrmLab.Web.Lanes;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Jobs;

/// <summary>Does the queued jobs, one after the other, on a thread of its own.</summary>
public sealed partial class JobRunner(DatasetJobs jobs, LabData data, Uploads uploads, TrainerCommand trainer, ILogger<JobRunner> logger, LocalTrainings? trainings = null) : BackgroundService
{
    internal const string Stopped = "the dashboard ended while this job was at work; try again";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not on the thread that starts the program.
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            TidyUploads();
            var (job, cancellation) = await jobs.TakeAsync(stoppingToken);
            await Task.Factory.StartNew(() => Run(job, cancellation, stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
    }

    private void TidyUploads()
    {
        try
        {
            uploads.RemoveAllBut(jobs.All);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogFailure(e, "Removing uploads");
        }
    }

    private void Run(Job job, CancellationToken cancellation, CancellationToken stop)
    {
        var context = new JobContext(data, progress => jobs.Report(job.Id, progress), cancellation)
        {
            Trainer = (arguments, stopped) => trainer.RunAsync(arguments, stopped, progress => jobs.Report(job.Id, progress)).GetAwaiter().GetResult(),
            Training = () => trainings?.Now() is [var first, ..] ? first.Run : null,
        };
        try
        {
            job.Spec.Run(context);
            jobs.End(job.Id, JobState.Done, "", [.. context.Notes.Select(uploads.Shown)], context.Result);
        }
        catch (OperationCanceledException)
        {
            if (stop.IsCancellationRequested) jobs.End(job.Id, JobState.Failed, Stopped, []);
            else jobs.End(job.Id, JobState.Cancelled, "", []);
        }
        catch (InputException e)
        {
            jobs.End(job.Id, JobState.Failed, uploads.Shown(e.Message), []);
        }
        catch (Exception e)
        {
            // A full disk, or a fault of the program: neither may end the queue.
            LogFailure(e, job.Spec.Title);
            jobs.End(job.Id, JobState.Failed, e.Message, []);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Title} failed")]
    private partial void LogFailure(Exception failure, string title);
}
