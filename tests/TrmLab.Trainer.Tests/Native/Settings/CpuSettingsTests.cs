using TrmLab.Trainer.Native.Settings;

namespace TrmLab.Trainer.Tests.Native.Settings;

public sealed class CpuSettingsTests
{
    private const string ResultFile = "TRMLAB_TEST_REEXEC";

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
        var file = Path.GetTempFileName();
        var cleared = CpuSettings.All.Keys.Append(CpuSettings.OptOut).Select(name => (name, (string?)null));
        var (id, output) = await ChildProcess.Run(
            typeof(CpuSettingsTests), nameof(Starts_again_where_asked), [.. cleared, ("OMP_WAIT_POLICY", "ACTIVE"), (ResultFile, file)]);

        var lines = await File.ReadAllLinesAsync(file);
        Assert.True(lines.Length == 3, output);
        Assert.Equal($"before {id}", lines[0]);
        Assert.Equal($"before {id}", lines[1]);
        Assert.Equal($"after {id} 4294967296 glibc.malloc.hugetlb=1 ACTIVE", lines[2]);
        File.Delete(file);
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
        string?[] values = [.. new[] { "MALLOC_MMAP_THRESHOLD_", "GLIBC_TUNABLES", "OMP_WAIT_POLICY" }.Select(Environment.GetEnvironmentVariable)];
        File.AppendAllLines(file, [$"after {Environment.ProcessId} {string.Join(' ', values)}"]);
    }
}
