using System.Diagnostics;
using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Costs;
using TrmLab.Core.Runs;
using TrmLab.Trainer.Checkpoints;
using TrmLab.Trainer.Distributed;
using TrmLab.Trainer.Evaluation;

namespace TrmLab.Trainer.Training;

/// <summary>
/// One run from directory to last word: takes the lock, opens the log, restores a checkpoint if asked to, trains, and says how it ended.
/// Whatever goes wrong after the lock is taken stands in the log too.
/// </summary>
/// <param name="ranks">The processes that train it together; null for one. Rank 0 alone writes into the run directory.</param>
public sealed class TrainingRun(RunDirectory run, RunConfig config, bool resume, RankGroup? ranks = null)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly RankGroup _ranks = ranks ?? new RankGroup();
    private bool _lead;

    /// <summary>Puts something between what the run is asked to do and the loop that does it: a test asks at a step of its choice.</summary>
    internal Func<IRunRequests, IRunRequests> Asking { get; init; } = own => own;

    /// <summary>Trains.</summary>
    /// <param name="terminal">True shows a progress line on stderr.</param>
    /// <exception cref="InputException">The data, the configuration or the checkpoint cannot be used; nothing was overwritten.</exception>
    /// <exception cref="IOException">The run's log or a checkpoint cannot be written.</exception>
    public RunOutcome Execute(bool terminal)
    {
        // A directory that the dashboard prepared gets its failure into the log; one that does not exist yet is not created for a mistake.
        var prepared = Directory.Exists(run.Root);
        try
        {
            using var data = TrainingData.Open(config, prepared ? run.Config : "configuration");
            using var start = resume ? null : StartingWeightsOf(data);
            var device = ComputeDevice.Of(config.Device, config.Threads > 0 ? config.Threads : _ranks.Threads, config.Arch.ForwardType);
            device.AllowTf32();
            _ranks.Connect(device);
            return _ranks.IsFirst ? Lead(data, start, device, terminal) : Follow(data, start, device);
        }
        catch (InputException e) when (prepared && _ranks.IsFirst && !_lead)
        {
            ReportNoStart(e.Message);
            throw;
        }
    }

    // The rank that writes. From here on it has the last word, and in another trainer's directory none.
    private RunOutcome Lead(TrainingData data, StartingWeights? start, ComputeDevice device, bool terminal)
    {
        _lead = true;
        Directory.CreateDirectory(run.Root);
        using var held = RunLock.Take(run);
        if (!File.Exists(run.Config)) DurableFile.WriteText(run.Config, ConfigJson.Write(config));
        using var log = RunLogWriter.Append(run.Log);
        using var heartbeat = new HeartbeatTimer(run);
        using var control = new RunControl(run);
        var view = new TrainingView(heartbeat, Console.Error, terminal);
        TrainingState? reached = null;
        try
        {
            using var state = reached = new TrainingState(config, data, device, _ranks);
            _ranks.RecordLoss(reason => TryWrite(log.WriteLast, new RunFailed { Step = state.Step, Reason = reason }));
            log.Write(Started(data, device, state));
            if (state.Steps.Warning is { } slow) log.Write(new Notice { Level = "warning", Text = slow });
            Prepare(data, start, state, log);
            Announce(data, device, state);
            return Train(data, device, state, log, control, view);
        }
        catch (Exception e)
        {
            var reason = e is InputException ? e.Message : $"{e.GetType().Name}: {e.Message.Split('\n')[0]}";
            TryWrite(log.Write, new RunFailed { Step = reached?.Step ?? 0, Reason = reason });
            throw;
        }
    }

    // What this machine's measurement says about a new run; silent where there is none.
    private void Announce(TrainingData data, ComputeDevice device, TrainingState state)
    {
        if (state.Step > 0 || device.IsCuda) return;
        if (RunEstimate.Of(config, state.Model.Shape, state.Plan, data.Test?.Metadata, null, MachineSpeed.Read(MachineSpeed.FileIn(DataRoot.Path)), device.Threads) is not { } estimate) return;
        Console.Error.WriteLine($"{state.Plan.ExpectedUpdates} steps of about {estimate.StepMilliseconds:0} ms and {state.Plan.Evaluations} evaluations: about {TrainingView.Duration(estimate.Duration)}, {estimate.Megabytes:0} MB, from {estimate.Basis}");
    }

    // A rank that writes nothing, but computes and obeys the same.
    private RunOutcome Follow(TrainingData data, StartingWeights? start, ComputeDevice device)
    {
        using var control = new RunControl(run);
        using var state = new TrainingState(config, data, device, _ranks);
        if (_ranks.Collectives.Rank == 1) _ranks.RecordLoss(reason => LastWord.Write(run, state.Step, reason));
        var log = new SilentLog();
        Prepare(data, start, state, log);
        return Train(data, device, state, log, control, new QuietView());
    }

    private void Prepare(TrainingData data, StartingWeights? start, TrainingState state, IRunLog log)
    {
        if (resume) Restore(data, state, log);
        else Start(start, state, log);
        ReplicaWeights.Broadcast(_ranks, state);
        _ranks.Started();
    }

    private RunOutcome Train(TrainingData data, ComputeDevice device, TrainingState state, IRunLog log, RunControl control, ITrainingView view)
    {
        var evaluator = data.Test is null ? null : new Evaluator(data.Test, new EvaluationOptions { BatchSize = config.EvaluationBatchSize, Limit = config.EvaluationLimit, Agreed = size => (int)_ranks.Collectives.GatherNumbers(size).Min() });
        if (evaluator is null) log.Write(new Notice { Level = "warning", Text = "the data have no test split: nothing will be evaluated" });
        var evaluations = new RunEvaluations(run, log, evaluator);
        var commands = _ranks.IsFirst ? new RunRequests(run, log, control, view) : null;
        IRunRequests requests = _ranks.Size == 1 ? commands! : new AgreedRequests(_ranks.Collectives, commands, () => control.StopSignal);
        using var metrics = new MetricsRecorder(log, config.BatchSize, config.LogInterval, deferred: device.IsCuda, _ranks.Size == 1 ? null : () => _ranks.Waited, device.Device);
        var checkpoints = new CheckpointKeeper(run, log, config.KeepCheckpoints);
        var trainer = new Trainer(state, checkpoints, evaluations, Asking(requests), metrics, view);
        Ending ending;
        try
        {
            ending = trainer.Run();
            metrics.Flush();
        }
        catch (IOException)
        {
            // The disk may have room for one checkpoint though not for the log, or the other way round: try, the error itself is thrown on.
            if (_ranks.Size == 1) TrySave(state);
            throw;
        }

        RunEvent last = ending == Ending.Finished
            ? new RunFinished { Step = state.Step, Seconds = _clock.Elapsed.TotalSeconds }
            : new RunStopped { Step = state.Step, Reason = commands?.StopReason ?? "stopped" };
        log.Write(last);
        return new RunOutcome(run.Id, run.Root, ending.ToString().ToLowerInvariant(), state.Step, _clock.Elapsed.TotalSeconds, state.Model.Shape.ParameterCount, evaluations.Reports);
    }

    private RunStarted Started(TrainingData data, ComputeDevice device, TrainingState state)
    {
        var environment = RunEnvironment.Describe(device);
        foreach (var (name, value) in data.Hashes()) environment[name] = value;
        environment["step engine"] = state.Steps.Description;
        if (config.Arch.ForwardType == ForwardType.Auto) environment["forward dtype"] = ConfigField.Word(device.ForwardType) + (device.NoFastHalf is { } reason ? $" ({reason})" : "");
        environment["ranks"] = _ranks.Size == 1 ? "1" : $"{_ranks.Size} on {string.Join(", ", _ranks.Hosts.CountBy(host => host).Select(host => $"{host.Key} ({host.Value})"))}";
        environment["collectives"] = _ranks.Description;
        return new RunStarted
        {
            Run = run.Id,
            Process = ProcessIdentity.Current,
            TotalSteps = state.Plan.ExpectedUpdates,
            Parameters = state.Model.Shape.ParameterCount,
            Device = device.ToString(),
            Environment = environment,
        };
    }

    private StartingWeights? StartingWeightsOf(TrainingData data) =>
        config.LoadCheckpoint.Length == 0 ? null : StartingWeights.Open(DataRoot.Resolve(config.LoadCheckpoint), data.ShapeOf(config.Arch));

    private static void Start(StartingWeights? weights, TrainingState state, IRunLog log)
    {
        if (weights is null) return;
        state.StartFrom(weights);
        foreach (var message in weights.Messages) log.Write(new Notice { Text = message });
    }

    private void Restore(TrainingData data, TrainingState state, IRunLog log)
    {
        void Skipped(CheckpointEntry entry) => log.Write(new Notice { Level = "warning", Text = $"damaged checkpoint passed over: {entry.Damage}" });
        var newest = _ranks.Collectives.BroadcastText((_ranks.IsFirst ? CheckpointDirectory.FindNewest(run.Checkpoints, Skipped)?.Path : null) ?? "");
        if (newest.Length == 0)
        {
            log.Write(new Notice { Level = "warning", Text = "no checkpoint was saved before the run ended: starting again from step 0" });
            log.Write(new RunResumed { FromStep = 0 });
            using var start = StartingWeightsOf(data);
            Start(start, state, log);
            return;
        }

        TrainingCheckpoint.Load(newest, state);
        log.Write(new RunResumed { FromStep = state.Step, Checkpoint = Path.GetRelativePath(run.Root, newest) });
    }

    private void ReportNoStart(string reason)
    {
        try
        {
            using var held = RunLock.Take(run);
            using var log = RunLogWriter.Append(run.Log);
            log.Write(new RunFailed { Reason = reason });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InputException)
        {
            Console.Error.WriteLine($"error: {run.Log}: the failure could not be recorded: {e.Message}");
        }
    }

    private static void TryWrite(Action<RunEvent> write, RunEvent e)
    {
        try
        {
            write(e);
        }
        catch (IOException failure)
        {
            Console.Error.WriteLine($"error: {failure.Message}");
        }
    }

    private void TrySave(TrainingState state)
    {
        try
        {
            TrainingCheckpoint.Save(run.Checkpoints, state, state.Carry, new Dictionary<string, double>());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"error: no checkpoint could be saved either: {e.Message}");
        }
    }
}
