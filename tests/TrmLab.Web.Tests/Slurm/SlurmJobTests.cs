using TrmLab.Web.Slurm;

namespace TrmLab.Web.Tests.Slurm;

public sealed class SlurmJobTests
{
    [Fact]
    public void Jobs_are_known_by_their_name_or_comment_and_others_are_passed_over()
    {
        Assert.Equal(new SlurmJob("12", null, "RUNNING", "n1", "None", "trm-run-1"), SlurmJob.ParseQueue("12|N/A|RUNNING|n1|None|trmlab:run-1|trm-run-1"));
        Assert.Equal("trm-run-1", SlurmJob.ParseQueue("12|N/A|RUNNING|n1|None|trmlab:run-1|renamed by the site")!.Name);
        Assert.Equal(3, SlurmJob.ParseQueue("15_3|3|PENDING||JobArrayTaskLimit|(null)|trm-run-1-x4")!.Index);
        Assert.Null(SlurmJob.ParseQueue("12|N/A|RUNNING|n1|None|(null)|somebody|elses"));
        Assert.Null(SlurmJob.ParseQueue(""));
    }

    [Fact]
    public void Of_the_ended_jobs_those_that_went_back_into_the_queue_are_passed_over()
    {
        var (job, ended) = SlurmJob.ParseAccounting("15|CANCELLED by 1000|0:15|n1|1795638292|trm-run-1")!.Value;
        Assert.Equal(("15", "CANCELLED", "exit code 0:15", 1795638292L), (job.Id, job.State, job.Reason, ended));
        Assert.Null(SlurmJob.ParseAccounting("15|PENDING|0:0|n1|1795638292|trm-run-1"));
        Assert.Null(SlurmJob.ParseAccounting("15|COMPLETED|0:0|n1|Unknown|trm-run-1"));
    }

    [Fact]
    public void A_number_that_was_given_out_again_is_another_runs_job()
    {
        var snapshot = Snapshot("7|N/A|RUNNING|n1|None|trmlab:run-2|trm-run-2");
        Assert.Null(snapshot.Find("run-1", new SlurmSubmission { Name = "trm-run-1", Job = "7" }));
        Assert.Equal("7", snapshot.Find("run-2", new SlurmSubmission { Name = "trm-run-2", Job = "7" })!.Id);
    }

    [Fact]
    public void The_living_job_counts_before_one_that_ended_and_an_older_ones_end_is_not_this_ones()
    {
        var snapshot = Snapshot("7|N/A|FAILED|n1|NonZeroExitCode|trmlab:run-1|trm-run-1", "9|N/A|PENDING||Priority|trmlab:run-1|trm-run-1");
        Assert.Equal("9", snapshot.Find("run-1", new SlurmSubmission { Name = "trm-run-1", Job = "" })!.Id);
        Assert.Null(Snapshot("7|N/A|FAILED|n1|NonZeroExitCode|trmlab:run-1|trm-run-1").Find("run-1", new SlurmSubmission { Name = "trm-run-1", Job = "9" }));
    }

    [Fact]
    public void A_task_is_found_by_its_array_before_it_starts_and_by_its_own_name_after()
    {
        var submission = new SlurmSubmission { Name = "trm-run-1-x2", Index = 1, Job = "15_1" };
        Assert.Equal("15_1", Snapshot("15_0|0|PENDING||None|trmlab:run-1-x2|trm-run-1-x2", "15_1|1|PENDING||None|trmlab:run-1-x2|trm-run-1-x2").Find("run-2", submission)!.Id);
        Assert.Equal("15_1", Snapshot("15_1|1|RUNNING|n1|None|trmlab:run-2|trm-run-2").Find("run-2", submission)!.Id);
    }

    [Fact]
    public void A_partitions_figures_are_read()
    {
        Assert.Equal(new SlurmPartition("gpu", true, "2-00:00:00", 3, 10, 40, 640, "gpu:a100:8"), SlurmPartition.Parse("gpu|up|2-00:00:00|3/5/2/10|40/568/32/640|gpu:a100:8"));
        Assert.Null(SlurmPartition.Parse("slurm_load_partitions: Unable to contact"));
    }

    [Fact]
    public void A_partitions_lane_has_an_id_that_can_be_a_files_name() => Assert.Equal("slurm-gpu_2fbig", SlurmLane.IdOf("gpu/big"));

    private static SlurmSnapshot Snapshot(params string[] lines) => new(DateTimeOffset.UtcNow, [.. lines.Select(SlurmJob.ParseQueue).OfType<SlurmJob>()], [], "");
}
