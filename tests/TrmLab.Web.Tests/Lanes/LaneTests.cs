using System.Diagnostics;
using TrmLab.Core.Runs;
using TrmLab.Web.Lanes;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Lanes;

/// <summary>The devices of a machine, with an executable that stands in for nvidia-smi.</summary>
[Collection("FAKE_TRAINER")]
public sealed class LaneTests : IDisposable
{
    private const string First = "GPU-aaaa1111-0000-0000-0000-000000000001";
    private const string Second = "GPU-bbbb2222-0000-0000-0000-000000000002";

    private readonly string _folder = Directory.CreateTempSubdirectory("trmlab-smi-").FullName;
    private readonly FakeSmi _smi;
    private readonly TestLab _lab;

    public LaneTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "a shell script stands in for nvidia-smi");
        _smi = new FakeSmi(_folder);
        _lab = new TestLab(nvidiaSmi: _smi.Path);
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("FAKE_TRAINER", null);
        _lab?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Every_gpu_and_the_cpu_is_a_lane()
    {
        Assert.Equal(["GPU 0: NVIDIA H100 80GB HBM3", "GPU 1: Tesla K80", "CPU"], _lab.Lanes.All.Select(l => l.Name));
        Assert.Equal(["gpu-" + First, "gpu-" + Second, "cpu"], _lab.Lanes.All.Select(l => l.Id));
    }

    [Fact]
    public void A_configurations_device_means_a_lane()
    {
        string of(string device) => _lab.Lanes.For(TestLab.Config() with { Device = device }).Id;
        Assert.Equal(["gpu-" + First, "gpu-" + First, "gpu-" + First, "gpu-" + Second, "cpu"], new[] { "auto", "cuda", "cuda:0", "cuda:1", "cpu" }.Select(of));
        using var without = new TestLab();
        Assert.Equal("cpu", without.Lanes.For(TestLab.Config() with { Device = "cuda" }).Id);
        Assert.Single(without.Lanes.All);
    }

    [Fact]
    public void A_gpu_that_tells_all_has_all_figures_and_one_that_does_not_has_fewer()
    {
        var all = _lab.Lanes.All[0].Read();
        Assert.Equal([("Utilisation", "87 %"), ("Memory", "40.0 / 79.6 GiB"), ("Temperature", "61 °C"), ("Power", "403 / 700 W")], all.Figures.Select(f => (f.Name, f.Value)));
        Assert.Equal(0.87, all.Figures[0].Share);
        Assert.Equal(["Memory", "Temperature"], _lab.Lanes.All[1].Read().Figures.Select(f => f.Name));
    }

    [Fact]
    public void Processes_are_shown_on_their_gpu_foreign_ones_too()
    {
        _smi.Processes($"{First}, 4242, 12000, python, train.py\n{Second}, 77, [N/A], /usr/bin/other\nno line of a process");
        Assert.Equal([new LaneProcess(4242, "python, train.py", 12000L << 20)], _lab.Lanes.All[0].Read().Processes);
        Assert.Equal([new LaneProcess(77, "/usr/bin/other", null)], _lab.Lanes.All[1].Read().Processes);
    }

    [Fact]
    public void Lines_that_are_no_gpus_are_no_lanes()
    {
        _smi.Gpus("0, ../../etc/passwd, Evil, 1, 1, 1, 1, 1, 1\nNo devices were found\n\n");
        Assert.Equal(["cpu"], _lab.Lanes.All.Select(l => l.Id));
    }

    [Fact]
    public async Task A_driver_that_breaks_down_keeps_the_lanes_and_says_why()
    {
        Assert.Equal(3, _lab.Lanes.All.Count);
        _smi.Break();
        var clock = Stopwatch.StartNew();
        while (_lab.Lanes.All[0].Read().Problem.Length == 0)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60));
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.Equal(3, _lab.Lanes.All.Count);
        Assert.Contains("could not communicate with the NVIDIA driver", _lab.Lanes.All[0].Read().Problem);
    }

    [Fact]
    public async Task A_trainer_sees_its_own_gpu_and_no_other()
    {
        Environment.SetEnvironmentVariable("FAKE_TRAINER", "steps=1000;rate=20");
        foreach (var (lane, visible, device) in new[] { (_lab.Lanes.All[1], Second, "cuda"), (_lab.Lanes.All[2], "", "cpu") })
        {
            var run = _lab.Launcher.Launch(TestLab.Config() with { Device = "cuda:1" }, lane);
            var clock = Stopwatch.StartNew();
            while (Heartbeat.Read(run) is null)
            {
                Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), "expected a heartbeat");
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }

            var environment = File.ReadAllText($"/proc/{Heartbeat.Read(run)!.Process.Pid}/environ").Split('\0');
            Assert.Contains("CUDA_VISIBLE_DEVICES=" + visible, environment);
            Assert.Equal(device, Core.Configuration.ConfigJson.ReadFile(run.Config).Device);
            Assert.Equal(lane.Id, LaunchRecord.Read(run)!.Lane);
            RunCommands.Send(run, RunCommandKind.Stop);
            while (RunLock.IsHeld(run)) await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public void The_host_tells_memory_and_disk()
    {
        var figures = _lab.Host.Read().Figures;
        Assert.All(figures.Where(f => f.Name is "Memory" or "Disk of the data folder"), f => Assert.InRange(f.Share!.Value, 0, 1));
        Assert.Equal(2, figures.Count(f => f.Name is "Memory" or "Disk of the data folder"));
    }
}
