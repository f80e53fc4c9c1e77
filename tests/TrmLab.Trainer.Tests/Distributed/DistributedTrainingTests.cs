using System.Security.Cryptography;
using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;
using TrmLab.Trainer.Commands;
using TrmLab.Trainer.Distributed;
using TrmLab.Trainer.Distributed.Liveness;
using TrmLab.Trainer.Tests.Training;
using TrmLab.Trainer.Training;

namespace TrmLab.Trainer.Tests.Distributed;

/// <summary>A run does not depend on the number of ranks that make it.</summary>
public sealed class DistributedTrainingTests : IDisposable
{
    private const double Tolerance = 1e-5;

    private static readonly LivenessLimits Patient = new(TimeSpan.FromMinutes(10));

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(2, true)]
    [InlineData(2, false)]
    [InlineData(3, true, "step_engine=autograd", "max_gradient_norm=0.5")]
    [InlineData(2, false, "arch.name=hrm", "arch.H_layers=1", "optimizer=adamw")]
    [InlineData(2, true, "arch.name=trm_hier6", "arch.no_ACT_continue=false", "ema=false", "supervision_decay=0.7")]
    [InlineData(2, false, "freeze_weights=true")]
    public void Several_ranks_train_what_one_trains(int ranks, bool tokenMlp, params string[] settings)
    {
        var config = Config(tokenMlp, [.. settings, "epochs=8", "eval_interval=4"]);
        var one = Train("one", config, 1);
        var several = Train("several", config, ranks);
        RunComparison.AssertEqual(one, several, Tolerance);
        var started = RunLogReader.Read(several.Log).Select(line => line.Event).OfType<RunStarted>().Single();
        Assert.Equal($"{ranks} on {Environment.MachineName} ({ranks})", started.Environment["ranks"]);
        Assert.Equal("threads", started.Environment["collectives"]);
    }

    // Four and two ranks share out the parts that one has; three cut the batch otherwise, whose rounding a token MLP would amplify.
    [Theory]
    [InlineData(4, true, 0)]
    [InlineData(3, false, Tolerance)]
    public void A_run_is_resumed_by_another_number_of_ranks(int ranks, bool tokenMlp, double tolerance)
    {
        var config = Config(tokenMlp, "epochs=20", "eval_interval=10");
        var straight = Train("straight", config, 1);

        var stopped = Train("stopped", config, ranks, stopAt: 45);
        Assert.Equal(45, Assert.IsType<RunStopped>(RunLogReader.Read(stopped.Log).Last().Event).Step);

        Train("stopped", config, 2, resume: true);
        RunComparison.AssertEqual(straight, stopped, Tolerance);
        RunComparison.AssertWeights(straight, stopped, tolerance);
    }

    [Fact]
    public void Ranks_keep_the_same_weights_to_the_last_bit()
    {
        var config = Config(true);
        var hashes = new string[3];
        ThreadCollectives.Run(3, collectives =>
        {
            var run = RunDirectory.At(_directory["run"]);
            using var ranks = new RankGroup(collectives, Patient);
            using var data = TrainingData.Open(config, "test");
            using var state = new TrainingState(config, data, ComputeDevice.Of("cpu", 1, null), ranks);
            using var step = state.Steps.Create(state.Model);
            for (var i = 1; i <= 6 && state.Sampler.TryNext(out var batch); i++)
            {
                using var result = step.Run(state.Carry, batch, training: true);
                state.Carry.Dispose();
                state.Carry = result.Carry;
                state.Update.Apply(i);
            }

            Assert.True(ReplicaWeights.AreEqual(ranks, state));
            var tensors = state.Model.Weights.Select(w => (TorchSharp.torch.Tensor)w.parameter).Concat(state.Model.Buffers.Select(b => b.buffer));
            hashes[collectives.Rank] = string.Join(' ', tensors.Select(t => Convert.ToHexString(SHA256.HashData(t.bytes))));
            using (TorchSharp.torch.no_grad())
            {
                if (collectives.Rank == 1) state.Model.Weights[0].parameter.add_(1e-6);
            }

            Assert.False(ReplicaWeights.AreEqual(ranks, state));
            ReplicaWeights.Broadcast(ranks, state);
            Assert.True(ReplicaWeights.AreEqual(ranks, state));
            ranks.Complete(ExitCode.Done);
        });
        Assert.Single(hashes.Distinct());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public void A_checksum_adds_the_values_of_a_tensor_piece_by_piece(long piece)
    {
        using var values = TorchSharp.torch.arange(30, TorchSharp.torch.ScalarType.Float32).view(5, 6).transpose(0, 1);
        using var sum = ReplicaWeights.Sum(values, piece);
        Assert.Equal(435, sum.item<double>());
    }

    [Fact]
    public void A_batch_smaller_than_the_number_of_ranks_is_refused()
    {
        var config = Config(true, "global_batch_size=2");
        ThreadCollectives.Run(3, collectives =>
        {
            using var ranks = new RankGroup(collectives, Patient);
            using var data = TrainingData.Open(config, "test");
            var error = Assert.Throws<InputException>(() => new TrainingState(config, data, ComputeDevice.Of("cpu", 1, null), ranks));
            Assert.Contains("3 ranks", error.Message);
            ranks.Complete(ExitCode.Done);
        });
    }

    private RunConfig Config(bool tokenMlp, params string[] settings) =>
        TinySudoku.Config(Directory.Exists(_directory["data"]) ? _directory["data"] : TinySudoku.Write(_directory["data"]), tokenMlp, settings);

    private RunDirectory Train(string name, RunConfig config, int size, bool resume = false, long stopAt = -1)
    {
        var run = RunDirectory.At(_directory[name]);
        if (size == 1)
        {
            new TrainingRun(run, config, resume).Execute(terminal: false);
            return run;
        }

        ThreadCollectives.Run(size, collectives =>
        {
            using var ranks = new RankGroup(collectives, Patient);
            new TrainingRun(run, config, resume, ranks) { Asking = own => new StopAt(own, run, stopAt, sends: collectives.Rank == 0) }.Execute(terminal: false);
            ranks.Complete(ExitCode.Done);
        });
        return run;
    }
}
