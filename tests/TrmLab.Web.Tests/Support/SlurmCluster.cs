using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using TrmLab.Core.Runs;
using TrmLab.Web.Slurm;

namespace TrmLab.Web.Tests.Support;

/// <summary>
/// A cluster of one node with two fake GPUs (device nodes of /dev/null's kind) and two partitions, of which "urgent" preempts "main": the
/// real programs of Debian's packages, on ports of their own. Where they are not installed, or the tests do not run as root (munge's and the
/// daemons' wish), the tests are skipped, or fail with TRMLAB_REQUIRE_SLURM=1.
/// </summary>
public sealed class SlurmCluster : IDisposable
{
    private const string Script = """
        if ! munge -n 2>/dev/null | unmunge >/dev/null 2>&1; then
          [ -s /etc/munge/munge.key ] || dd if=/dev/urandom of=/etc/munge/munge.key bs=1024 count=1 2>/dev/null
          install -d -o munge -g munge -m 755 /run/munge; chown munge: /etc/munge/munge.key; chmod 400 /etc/munge/munge.key
          setpriv --reuid munge --regid munge --clear-groups /usr/sbin/munged --foreground & munge=$!
          until munge -n 2>/dev/null | unmunge >/dev/null 2>&1; do sleep 0.1; done
        fi
        mknod "$1/gpu0" c 1 3; mknod "$1/gpu1" c 1 3
        slurmctld; slurmd
        read -r _
        scancel --me 2>/dev/null; sleep 0.5
        for p in slurmd slurmctld; do kill -KILL $(cat "$1/$p.pid"); done
        [ -z "$munge" ] || kill $munge
        """;

    private readonly string? _root;
    private readonly GuardedScript? _daemons;

    public SlurmCluster()
    {
        if (Environment.UserName != "root" || new[] { "slurmctld", "slurmd", "munged" }.Any(p => !File.Exists("/usr/sbin/" + p))) return;
        _root = Directory.CreateTempSubdirectory("trmlab-slurm-").FullName;
        Directory.CreateDirectory(Path.Combine(_root, "state"));
        Directory.CreateDirectory(Path.Combine(_root, "spool"));
        File.WriteAllText(Path.Combine(_root, "gres.conf"), $"NodeName={Node} Name=gpu File={_root}/gpu[0-1]\n");
        File.WriteAllText(Path.Combine(_root, "slurm.conf"), Configuration());
        _daemons = new GuardedScript($"export SLURM_CONF='{_root}/slurm.conf'; {Script}", Path.Combine(_root, "daemons.log"), _root);
        _daemons.Until(IsUp);
    }

    private static string Node { get; } = Dns.GetHostName().Split('.')[0];

    /// <summary>Settings that reach the cluster from this process.</summary>
    /// <param name="setup">A line of the job script.</param>
    public SlurmOptions Options(string setup = "") => new()
    {
        Enabled = true,
        CommandPrefix = ["env", $"SLURM_CONF={_root}/slurm.conf"],
        Setup = [$"export SLURM_CONF={_root}/slurm.conf", setup],
        PollSeconds = 0.5,
        Defaults = new() { MemoryMegabytes = 200 },
    };

    /// <summary>Skips the calling test where there is no cluster.</summary>
    public void Need()
    {
        var required = Environment.GetEnvironmentVariable("TRMLAB_REQUIRE_SLURM") == "1";
        const string Install = "apt-get install -y slurm-wlm slurmctld slurmd slurm-client slurm-wlm-basic-plugins munge libpmix2 libpmix-dev, and run the tests as root";
        Assert.SkipWhen(_root is null && !required, $"Slurm is not installed: {Install} (TRMLAB_REQUIRE_SLURM=1 makes this a failure)");
        Assert.True(_root is not null, $"TRMLAB_REQUIRE_SLURM=1, but there is no Slurm: {Install}");
    }

    /// <summary>What one of Slurm's programs prints.</summary>
    public string Ask(string program, params string[] words)
    {
        var start = new ProcessStartInfo(program, words) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["SLURM_CONF"] = $"{_root}/slurm.conf";
        using var process = Process.Start(start)!;
        _ = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Trim();
    }

    /// <summary>Where the controller writes its jobs down.</summary>
    public string JobState => Path.Combine(_root!, "state", "job_state");

    /// <summary>A copy of what the controller has written down.</summary>
    public string SaveState()
    {
        Ask("cp", "-a", Path.Combine(_root!, "state"), Path.Combine(_root!, "before"));
        return Path.Combine(_root!, "before");
    }

    /// <summary>Makes it what the controller knows when it starts.</summary>
    public void RestoreState(string copy)
    {
        Directory.Delete(Path.Combine(_root!, "state"), recursive: true);
        Ask("cp", "-a", copy, Path.Combine(_root!, "state"));
    }

    /// <summary>Kills the controller with what it has not written down yet.</summary>
    public void KillController()
    {
        using var controller = Process.GetProcessById(int.Parse(File.ReadAllText(Path.Combine(_root!, "slurmctld.pid"))));
        controller.Kill();
        controller.WaitForExit();
    }

    /// <summary>Cancels every job and waits until none is left.</summary>
    public void Clear()
    {
        Ask("scancel", "--me");
        Patience.Until(() => Ask("squeue", "-h").Length == 0, () => "an empty queue");
    }

    /// <summary>Brings what a lab knows of a run up to date.</summary>
    public void Look(TestLab lab, RunDirectory run)
    {
        lab.Slurm.Ask();
        lab.CatchUp();
        lab.States.Look(run, DateTimeOffset.UtcNow);
    }

    /// <summary>Where a run and the cluster stand, for messages.</summary>
    public string Now(TestLab lab, RunDirectory run) => $"""
        {lab.States.Of(run.Id).State}; its trainer says: {(File.Exists(run.Output) ? File.ReadAllText(run.Output) : "nothing")}
        {Ask("sinfo", "-N", "-o", "%N %t %E")}
        {Ask("squeue", "-o", "%i %j %T %r")}
        {Ask("/bin/sh", "-c", $"tail -n 40 {_root}/slurmctld.log {_root}/slurmd.log")}
        """;

    /// <summary>Starts it again from what it had written down.</summary>
    public void StartController()
    {
        // Its parent must not be this process, whose pipes it would hold; the script's end kills it by its file.
        Ask("/bin/sh", "-c", "slurmctld </dev/null >/dev/null 2>&1");
        Patience.Until(IsUp, () => "the node to be back");
    }

    public void Dispose()
    {
        if (_daemons is null) return;
        _daemons.Dispose();
        TestLab.Delete(_root!);
    }

    private bool IsUp() => Ask("sinfo", "-h", "-p", "main", "-o", "%t") is "idle" or "mix" or "alloc";

    // cred_expire: a job that is put back waits that long; two minutes by default. KillWait: between TERM and KILL.
    private string Configuration() => $"""
        ClusterName=trmlab
        SlurmctldHost={Node}(127.0.0.1)
        SlurmUser=root
        SlurmdUser=root
        AuthType=auth/munge
        AuthInfo=cred_expire=5
        SlurmctldPort={FreePort()}
        SlurmdPort={FreePort()}
        StateSaveLocation={_root}/state
        SlurmdSpoolDir={_root}/spool
        SlurmctldPidFile={_root}/slurmctld.pid
        SlurmdPidFile={_root}/slurmd.pid
        SlurmctldLogFile={_root}/slurmctld.log
        SlurmdLogFile={_root}/slurmd.log
        ProctrackType=proctrack/linuxproc
        TaskPlugin=task/none
        JobAcctGatherType=jobacct_gather/linux
        SelectType=select/cons_tres
        SelectTypeParameters=CR_Core_Memory
        GresTypes=gpu
        ReturnToService=2
        MinJobAge=60
        KillWait=10
        MessageTimeout=3
        MpiDefault=none
        JobCompType=jobcomp/filetxt
        JobCompLoc={_root}/jobcomp.log
        AccountingStorageType=accounting_storage/none
        PreemptType=preempt/partition_prio
        PreemptMode=REQUEUE
        NodeName={Node} NodeAddr=127.0.0.1 CPUs={Environment.ProcessorCount} RealMemory=1000 Gres=gpu:2 State=UNKNOWN
        PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE PriorityTier=1 GraceTime=0 State=UP
        PartitionName=urgent Nodes=ALL MaxTime=INFINITE PriorityTier=10 PreemptMode=OFF State=UP

        """;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>The test classes that share the cluster; they fill it, so one after the other.</summary>
[CollectionDefinition]
public sealed class OnSlurm : ICollectionFixture<SlurmCluster>;
