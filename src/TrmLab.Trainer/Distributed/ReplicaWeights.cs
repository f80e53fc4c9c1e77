using TrmLab.Trainer.Model;
using TrmLab.Trainer.Training;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Distributed;

/// <summary>Keeps every rank's copy of the network the same.</summary>
internal static class ReplicaWeights
{
    /// <summary>Gives every rank the weights, buffers, moments and averages of rank 0.</summary>
    public static void Broadcast(RankGroup ranks, TrainingState state)
    {
        if (ranks.Size == 1)
            return;
        using var gradient = no_grad();
        foreach (var values in All(state))
        {
            if (values.is_contiguous())
            {
                ranks.OfDevice.Broadcast(values);
                continue;
            }

            using var copy = values.contiguous();
            ranks.OfDevice.Broadcast(copy);
            values.copy_(copy);
        }
    }

    /// <summary>Whether every rank has the same weights and buffers to the last bit, by a checksum.</summary>
    public static bool AreEqual(RankGroup ranks, TrainingState state)
    {
        if (ranks.Size == 1)
            return true;
        using var scope = NewDisposeScope();
        using var gradient = no_grad();
        var sum = zeros([], ScalarType.Float64, state.Model.Device);
        foreach (var values in Network(state))
            sum = sum.Times(0.5).Plus(values.to(ScalarType.Float64).sum());
        return ranks.Collectives.GatherNumbers(BitConverter.DoubleToInt64Bits(sum.cpu().item<double>())).Distinct().Count() == 1;
    }

    private static IEnumerable<Tensor> Network(TrainingState state) =>
        state.Model.Weights.Select(weight => (Tensor)weight.parameter).Concat(state.Model.Buffers.Select(buffer => buffer.buffer));

    private static IEnumerable<Tensor> All(TrainingState state) =>
        Network(state).Concat(state.Update.Optimizer.State.Select(moment => moment.Value)).Concat(state.Update.Average?.Shadows.Select(shadow => shadow.Value) ?? []);
}
