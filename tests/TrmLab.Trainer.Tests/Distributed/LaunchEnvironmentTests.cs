using TrmLab.Core;
using TrmLab.Trainer.Distributed;
using TrmLab.Trainer.Distributed.Mpi;

namespace TrmLab.Trainer.Tests.Distributed;

public class LaunchEnvironmentTests
{
    [Theory]
    [InlineData("OMPI_COMM_WORLD_SIZE=4 OMPI_COMM_WORLD_RANK=3 OMPI_COMM_WORLD_LOCAL_RANK=1", 4, 3, 1)]
    [InlineData("PMI_SIZE=2 PMI_RANK=1 MPI_LOCALRANKID=1", 2, 1, 1)]
    [InlineData("SLURM_STEP_ID=0 SLURM_STEP_NUM_TASKS=8 SLURM_NTASKS=16 SLURM_PROCID=5 SLURM_LOCALID=1", 8, 5, 1)]
    [InlineData("SLURM_STEP_ID=0 SLURM_NTASKS=2 SLURM_PROCID=0 SLURM_LOCALID=0", 2, 0, 0)]
    [InlineData("OMPI_COMM_WORLD_SIZE=2 OMPI_COMM_WORLD_RANK=0 SLURM_STEP_ID=0 SLURM_NTASKS=4 SLURM_PROCID=0 SLURM_LOCALID=0", 2, 0, 0)]
    public void The_launcher_says_how_many_ranks_there_are(string variables, int ranks, int rank, int localRank) =>
        Assert.Equal((ranks, rank, localRank), LaunchEnvironment.Read(Variables(variables)) is var launch ? (launch.Ranks, launch.Rank, launch.LocalRank) : default);

    [Theory]
    [InlineData("")]
    [InlineData("SLURM_NTASKS=4 SLURM_PROCID=0")]
    public void Without_a_launcher_there_is_one_rank_also_inside_a_batch_script(string variables) =>
        Assert.Equal(1, LaunchEnvironment.Read(Variables(variables)).Ranks);

    [Theory]
    [InlineData("OMPI_COMM_WORLD_SIZE=2 OMPI_COMM_WORLD_RANK=1 OMPI_COMM_WORLD_LOCAL_RANK=1", "1")]
    [InlineData("OMPI_COMM_WORLD_SIZE=4 OMPI_COMM_WORLD_RANK=3 OMPI_COMM_WORLD_LOCAL_RANK=3 CUDA_VISIBLE_DEVICES=4,5", "5")]
    [InlineData("OMPI_COMM_WORLD_SIZE=2 OMPI_COMM_WORLD_RANK=1 OMPI_COMM_WORLD_LOCAL_RANK=1 CUDA_VISIBLE_DEVICES=7", null)]
    [InlineData("CUDA_VISIBLE_DEVICES=4,5", null)]
    public void Each_rank_of_a_machine_sees_one_device(string variables, string? expected) =>
        Assert.Equal(expected, DeviceBinding.Missing(Variables(variables)).GetValueOrDefault("CUDA_VISIBLE_DEVICES"));

    [Theory]
    [InlineData("OMPI_COMM_WORLD_RANK=0 PMIX_RANK=0", "libmpi.so.40")]
    [InlineData("PMI_RANK=0", "libmpich.so.12")]
    [InlineData("PMIX_RANK=0 PMI_RANK=0", "libmpi.so.40")]
    [InlineData("PMI_RANK=0 TRMLAB_MPI=/opt/cray/libmpi_gnu.so", "/opt/cray/libmpi_gnu.so")]
    public void The_library_that_the_launcher_speaks_to_is_tried_first(string variables, string expected) =>
        Assert.Equal(expected, MpiNames.InOrder(Variables(variables)).First());

    [Fact]
    public void A_world_smaller_than_the_launcher_meant_is_refused()
    {
        using var alone = new SingleCollectives();
        var launch = LaunchEnvironment.Read(Variables("SLURM_STEP_ID=0 SLURM_NTASKS=2 SLURM_PROCID=0"));
        var message = Assert.Throws<InputException>(() => RankLaunch.Check(alone, launch)).Message;
        Assert.Contains("SLURM_NTASKS", message);
        Assert.Contains("--mpi=pmix", message);
        RankLaunch.Check(alone, LaunchEnvironment.Read(Variables("")));
    }

    [Theory]
    [InlineData(8, 1, 8)]
    [InlineData(8, 4, 2)]
    [InlineData(2, 4, 1)]
    public void Ranks_that_share_cores_share_the_threads(int processors, int sharing, int expected) =>
        Assert.Equal(expected, ProcessorShare.Threads([.. Enumerable.Repeat("host 0-7", sharing), "other 0-7"], "host 0-7", processors));

    private static Func<string, string?> Variables(string text)
    {
        var all = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return all.GetValueOrDefault;
    }
}
