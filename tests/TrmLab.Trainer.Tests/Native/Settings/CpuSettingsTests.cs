using TrmLab.Trainer.Native.Settings;

namespace TrmLab.Trainer.Tests.Native.Settings;

public sealed class CpuSettingsTests
{
    private const string ResultFile = "TRMLAB_TEST_REEXEC";
    private const string Devices = "CUDA_VISIBLE_DEVICES";

    [Fact]
    public void What_the_user_set_is_not_missing()
    {
        var missing = CpuSettings.Missing(name => name == "OMP_WAIT_POLICY" ? "ACTIVE" : null);
        Assert.Equal(CpuSettings.All.Keys.Where(name => name != "OMP_WAIT_POLICY").Order(), missing.Keys.Order());
    }

    [Fact]
    public void Opting_out_leaves_the_environment_alone() =>
        Assert.Empty(CpuSettings.Missing(name => name == CpuSettings.OptOut ? "1" : null));

    [Fact]
    public async Task A_program_starts_again_once_with_the_settings_and_keeps_its_process()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Replaces the process by execve.");
        var cleared = CpuSettings.All.Keys.Append(CpuSettings.OptOut).Append(Devices).Select(name => (name, (string?)null));
        await StartsAgainOnce([.. cleared, ("OMP_WAIT_POLICY", "ACTIVE")], "4294967296 glibc.malloc.hugetlb=1 ACTIVE ");
    }

    [Fact]
    public async Task A_rank_starts_again_with_its_device_whatever_is_set_for_the_cpu()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Replaces the process by execve.");
        var set = CpuSettings.All.Select(setting => (setting.Key, (string?)setting.Value));
        (string, string?)[] launcher = [("OMPI_COMM_WORLD_SIZE", "2"), ("OMPI_COMM_WORLD_RANK", "1"), ("OMPI_COMM_WORLD_LOCAL_RANK", "1"), (Devices, "4,5")];
        await StartsAgainOnce([.. set, (CpuSettings.OptOut, null), .. launcher], "4294967296 glibc.malloc.hugetlb=1 PASSIVE 5");
        await StartsAgainOnce([.. set, (CpuSettings.OptOut, "1"), .. launcher], "4294967296 glibc.malloc.hugetlb=1 PASSIVE 5");
    }

    /// <summary>What the child process runs, twice: before and after it is replaced.</summary>
    [Fact]
    public void Starts_again_where_asked()
    {
        if (Environment.GetEnvironmentVariable(ResultFile) is not { } file)
        {
            Assert.Equal(5, CpuSettings.All.Count);
            return;
        }

        File.AppendAllLines(file, [$"before {Environment.ProcessId}"]);
        Reexec.WithSettings();
        string?[] values = [.. new[] { "MALLOC_MMAP_THRESHOLD_", "GLIBC_TUNABLES", "OMP_WAIT_POLICY", Devices }.Select(Environment.GetEnvironmentVariable)];
        File.AppendAllLines(file, [$"after {Environment.ProcessId} {string.Join(' ', values)}"]);
    }

    private static async Task StartsAgainOnce(IEnumerable<(string Name, string? Value)> environment, string expected)
    {
        var file = Path.GetTempFileName();
        var (id, output) = await ChildProcess.Run(typeof(CpuSettingsTests), nameof(Starts_again_where_asked), [.. environment, (ResultFile, file)]);
        var lines = await File.ReadAllLinesAsync(file);
        Assert.True(lines.Length == 3, output);
        Assert.Equal([$"before {id}", $"before {id}", $"after {id} {expected}"], lines);
        File.Delete(file);
    }
}
