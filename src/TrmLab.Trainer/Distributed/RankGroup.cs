using System.Runtime.InteropServices;
using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Trainer.Commands;
using TrmLab.Trainer.Distributed.Liveness;
using TrmLab.Trainer.Distributed.Nccl;
using TrmLab.Trainer.Training;

namespace TrmLab.Trainer.Distributed;

/// <summary>The processes that train one run together: what they compute together, and the watch that ends all when one is gone.</summary>
public sealed partial class RankGroup : IDisposable
{
    // MPI_Abort can hang where the library does.
    private static readonly TimeSpan AbortTime = TimeSpan.FromSeconds(5);

    // Rank 0 ends by an exit code of its own; the launcher reports the first that it sees.
    private static readonly TimeSpan OrderTime = TimeSpan.FromSeconds(3);

    // MPICH over UCX at times never comes back from MPI_Finalize: one rank waits for an answer of others who only wait for the launcher by then.
    private static readonly TimeSpan FarewellTime = TimeSpan.FromSeconds(20);

    private readonly RankProgress _progress = new();
    private readonly CollectivesChoice _devices;
    private readonly IRankWatch? _watch;
    private readonly IDisposable? _starting;
    private volatile Action<string>? _record;

    /// <summary>One process.</summary>
    public RankGroup()
        : this(new SingleCollectives(), LivenessLimits.Read(Environment.GetEnvironmentVariable))
    {
    }

    /// <summary>Connects the watch of all ranks; every rank has to. Owns the collectives.</summary>
    /// <param name="devices">Whether <see cref="Connect"/> may or must use NCCL; else the same collectives serve the devices.</param>
    internal RankGroup(ICollectives collectives, LivenessLimits limits, CollectivesChoice devices = CollectivesChoice.Auto)
    {
        _devices = devices;
        Collectives = OfDevice = collectives;
        Hosts = [Environment.MachineName];
        Threads = Environment.ProcessorCount;
        if (collectives.Size == 1)
            return;
        Collectives = OfDevice = new WatchedCollectives(collectives, _progress);
        _starting = _progress.Busy();
        PeerHub? hub = collectives.Rank == 0 ? new PeerHub(_progress, limits, Lost) : null;
        var address = PeerAddress.Parse(Collectives.BroadcastText(hub?.Address.ToString() ?? ""));
        _watch = hub ?? (IRankWatch)new PeerLink(address, collectives.Rank, _progress, limits, Lost, Ordered);
        Hosts = Collectives.GatherTexts(Environment.MachineName);
        Threads = ProcessorShare.Threads(Collectives.GatherTexts(ProcessorShare.Place()), ProcessorShare.Place(), Environment.ProcessorCount);
        hub?.Watch();
    }

    /// <summary>For what the ranks settle between two steps, on the host.</summary>
    public ICollectives Collectives { get; }

    /// <summary>For gradients and weights, where they are.</summary>
    public ICollectives OfDevice { get; private set; }

    /// <summary>Writes logs and checkpoints, takes commands.</summary>
    public bool IsFirst => Collectives.Rank == 0;

    /// <summary>Processes.</summary>
    public int Size => Collectives.Size;

    /// <summary>Machine of every rank.</summary>
    public IReadOnlyList<string> Hosts { get; }

    /// <summary>Threads of this rank if the configuration leaves them open: the machine's cores are shared out.</summary>
    public int Threads { get; }

    /// <summary>Time of this rank's training thread in collectives so far: moving data, and waiting for slower ranks.</summary>
    public TimeSpan Waited => _progress.Waited;

    /// <summary>For the run's record: number of ranks, where they are, what they use.</summary>
    public string Description => OfDevice == Collectives ? Collectives.Description : $"{OfDevice.Description}; {Collectives.Description}";

    /// <summary>Connects the devices directly where they are GPUs with NCCL; every rank has to call.</summary>
    /// <exception cref="InputException">NCCL is asked for and cannot be used.</exception>
    public void Connect(ComputeDevice device)
    {
        if (Size == 1)
            return;
        var types = Collectives.GatherTexts(ConfigField.Word(device.ForwardType));
        if (types.Distinct().Count() > 1)
            throw new InputException($"the ranks' machines choose different data types ({string.Join(", ", types)}); set arch.forward_dtype");
        NcclLibrary? library = null;
        var usable = _devices is (CollectivesChoice.Auto or CollectivesChoice.Nccl) && device.IsCuda && NcclLibrary.TryLoad(Environment.GetEnvironmentVariable, out library);
        if (Collectives.GatherNumbers(usable ? 1 : 0).Contains(0))
        {
            if (_devices == CollectivesChoice.Nccl)
                throw new InputException("--collectives nccl: not every rank has a CUDA device and libnccl.so.2; install them, or choose --collectives mpi");
            return;
        }

        var id = NcclIdExchange.Over(Collectives, library!);
        OfDevice = new WatchedCollectives(new NcclCollectives(library!, id, Collectives.Rank, Size, device.Device), _progress);
    }

    /// <summary>The rows of a batch that are this rank's.</summary>
    public RowShare ShareOf(int rows) => new(Collectives.Rank, Size, rows);

    /// <summary>What to do with the reason when a rank is lost, before the process ends; null from when that is too late.</summary>
    public void RecordLoss(Action<string>? record) => _record = record;

    /// <summary>All ranks are ready to train: from now on they are expected to keep step.</summary>
    public void Started() => _starting?.Dispose();

    /// <summary>This rank does something at length that the others do not; dispose when it is done.</summary>
    public IDisposable Busy() => _progress.Busy();

    /// <summary>Tells the other ranks why this one cannot go on. The process ends afterwards.</summary>
    public void Fail(string reason)
    {
        if (_watch is null)
            return;
        _watch.Fail(reason);
        if (!IsFirst)
            Leave(ExitCode.RunFailed);
    }

    /// <summary>The run is over on this rank, and all is written and said; waits for the others.</summary>
    /// <param name="code">With what the process ends if the library keeps it.</param>
    internal void Complete(ExitCode code)
    {
        if (_watch is null)
            return;
        // Without this a rank that is done early would look dead to those that are not.
        Collectives.GatherNumbers(0);
        _watch.Complete();
        using var patience = new Timer(_ => ExitNow((int)code), null, FarewellTime, Timeout.InfiniteTimeSpan);
        if (OfDevice != Collectives) OfDevice.Dispose();
        Collectives.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => _watch?.Dispose();

    private void Lost(string reason)
    {
        try
        {
            _record?.Invoke(reason);
            Console.Error.WriteLine($"error: {reason}; the run ends, go on with `trmlab train --resume` on any number of ranks");
        }
        finally
        {
            if (IsFirst) new Thread(() => Leave(ExitCode.RunFailed)) { IsBackground = true }.Start();
            else Leave(ExitCode.RunFailed);
        }
    }

    private void Ordered()
    {
        Thread.Sleep(OrderTime);
        Leave(ExitCode.RunFailed);
    }

    // The training thread is inside a library that does not return: an orderly exit would wait for it.
    private void Leave(ExitCode code)
    {
        var abort = new Thread(() => Collectives.Abort((int)code)) { IsBackground = true };
        abort.Start();
        abort.Join(AbortTime);
        ExitNow((int)code);
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void ExitNow(int code);
}
