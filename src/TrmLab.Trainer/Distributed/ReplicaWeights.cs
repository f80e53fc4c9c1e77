using TrmLab.Trainer.Model;
using TrmLab.Trainer.Training;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Distributed;

/// <summary>Keeps every rank's copy of the network the same.</summary>
internal static class ReplicaWeights
{
    // A sum in float64 converts its operand first, which for a whole puzzle table of ARC would take 3.6 GB of the device.
    private const long Piece = 1 << 24;

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
            sum = sum.Times(0.5).Plus(Sum(values, Piece));
        return ranks.Collectives.GatherNumbers(BitConverter.DoubleToInt64Bits(sum.cpu().item<double>())).Distinct().Count() == 1;
    }

    /// <summary>The sum in float64, of so many values at a time.</summary>
    internal static Tensor Sum(Tensor values, long piece)
    {
        using var scope = NewDisposeScope();
        var flat = values.flatten();
        var sum = zeros([], ScalarType.Float64, values.device);
        for (var first = 0L; first < flat.NumberOfElements; first += piece)
        {
            using var wide = flat.narrow(0, first, Math.Min(piece, flat.NumberOfElements - first)).to(ScalarType.Float64);
            sum = sum.Plus(wide.sum());
        }

        return sum.MoveToOuterDisposeScope();
    }

    private static IEnumerable<Tensor> Network(TrainingState state) =>
        state.Model.Weights.Select(weight => (Tensor)weight.parameter).Concat(state.Model.Buffers.Select(buffer => buffer.buffer));

    private static IEnumerable<Tensor> All(TrainingState state) =>
        Network(state).Concat(state.Update.Optimizer.State.Select(moment => moment.Value)).Concat(state.Update.Average?.Shadows.Select(shadow => shadow.Value) ?? []);
}
