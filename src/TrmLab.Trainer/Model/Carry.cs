using TrmLab.Core.Puzzles;
using TrmLab.Trainer.Training;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Model;

/// <summary>
/// Where every sequence of the batch stands between two supervision steps: its state, how many steps it took, whether it is done, and the
/// data it is working on. Tensors are detached, on the model's device and owned by this object, whatever dispose scope is open.
/// </summary>
public sealed class Carry : IDisposable
{
    /// <summary>Takes ownership of the tensors.</summary>
    public Carry(RecursionState state, Tensor steps, Tensor halted, Tensor inputs, Tensor labels, Tensor puzzleIdentifiers)
    {
        State = state.Map(tensor => tensor.DetachFromDisposeScope());
        Steps = steps.DetachFromDisposeScope();
        Halted = halted.DetachFromDisposeScope();
        Inputs = inputs.DetachFromDisposeScope();
        Labels = labels.DetachFromDisposeScope();
        PuzzleIdentifiers = puzzleIdentifiers.DetachFromDisposeScope();
    }

    /// <summary>Answer y and latents z, [B, L, D] each, forward data type.</summary>
    public RecursionState State { get; }

    /// <summary>The answer y, [B, L, D].</summary>
    public Tensor Answer => State.Answer;

    /// <summary>The latents z, [B, L, D] each.</summary>
    public IReadOnlyList<Tensor> Latents => State.Latents;

    /// <summary>Supervision steps taken, [B], int32.</summary>
    public Tensor Steps { get; }

    /// <summary>Done: takes new data at the next step. [B], bool.</summary>
    public Tensor Halted { get; }

    /// <summary>Tokens being worked on, [B, S], int64.</summary>
    public Tensor Inputs { get; }

    /// <summary>Their labels, [B, S], int64, -100 for none.</summary>
    public Tensor Labels { get; }

    /// <summary>Their puzzle identifiers, [B], int64.</summary>
    public Tensor PuzzleIdentifiers { get; }

    /// <summary>Sequences B.</summary>
    public long BatchSize => Steps.shape[0];

    /// <summary>The carry before the first step: everything halted, so that the first batch fills every row.</summary>
    public static Carry Initial(TinyRecursiveModel model, int batchSize)
    {
        using var scope = NewDisposeScope();
        using var gradient = no_grad();
        Tensor Tokens() => zeros([batchSize, model.Shape.SequenceLength], ScalarType.Int64, model.Device);
        return new Carry(
            model.InitialState(batchSize),
            zeros([batchSize], ScalarType.Int32, model.Device),
            ones([batchSize], ScalarType.Bool, model.Device),
            Tokens(),
            Tokens(),
            zeros([batchSize], ScalarType.Int64, model.Device));
    }

    /// <summary>
    /// Halted rows take their row of the batch, the initial state and step 0; the others stay as they are and their row of the batch is
    /// not used. In the result nobody is halted, so a step that starts from it changes nothing of this.
    /// </summary>
    public Carry Refill(TinyRecursiveModel model, PuzzleBatch batch)
    {
        BatchRules.Check(batch, model.Shape, BatchSize);
        using var scope = NewDisposeScope();
        using var gradient = no_grad();
        Tensor Device(int[] values, params long[] shape) => DeviceCopy.Of(values, model.Device).to(ScalarType.Int64).view(shape);

        var (size, length) = (BatchSize, (long)batch.SequenceLength);
        var row = Halted.view(-1, 1);
        var fresh = model.InitialState(size);
        var state = new RecursionState(
            where(row.unsqueeze(-1), fresh.Answer, Answer),
            [.. Latents.Zip(fresh.Latents, (old, initial) => where(row.unsqueeze(-1), initial, old))]);
        return new Carry(
            state,
            where(Halted, zeros_like(Steps), Steps),
            zeros_like(Halted),
            where(row, Device(batch.Inputs, size, length), Inputs),
            where(row, Device(batch.Labels, size, length), Labels),
            where(Halted, Device(batch.PuzzleIdentifiers, size), PuzzleIdentifiers));
    }

    /// <summary>
    /// The same with Gaussian noise on the states, for rollouts that differ. Apply it to what <see cref="Refill"/> returns: a halted row
    /// would lose its noise.
    /// </summary>
    /// <param name="seeds">One per row [B], so that a row's noise is the same whatever batch it is in.</param>
    public Carry Perturbed(StateNoise noise, IReadOnlyList<long> seeds)
    {
        using var scope = NewDisposeScope();
        using var gradient = no_grad();
        // Drawn on the CPU: TorchSharp makes no other generators, and so a seed's noise is the same on every device.
        Generator[] random = [.. seeds.Select(seed => new Generator((ulong)seed))];
        Tensor Noisy(Tensor state)
        {
            var drawn = empty(state.shape, ScalarType.Float32);
            for (var row = 0; row < random.Length; row++)
                drawn.select(0, row).normal_(0, noise.Sigma, random[row]);
            return state.Plus(DeviceCopy.Of(drawn.to(state.dtype), state.device));
        }

        // A network without latents is disturbed in its only state.
        var onAnswer = noise.OnAnswer || Latents.Count == 0;
        var state = new RecursionState(onAnswer ? Noisy(Answer) : Answer.alias(), [.. Latents.Select(latent => noise.OnLatents ? Noisy(latent) : latent.alias())]);
        foreach (var generator in random)
            generator.Dispose();
        return new Carry(state, Steps.alias(), Halted.alias(), Inputs.alias(), Labels.alias(), PuzzleIdentifiers.alias());
    }

    /// <summary>The carry of some of the rows, in the order given.</summary>
    public Carry Take(IReadOnlyList<int> rows)
    {
        using var scope = NewDisposeScope();
        using var gradient = no_grad();
        var index = DeviceCopy.Of([.. rows], Steps.device).to(ScalarType.Int64);
        Tensor Rows(Tensor tensor) => tensor.index_select(0, index);
        return new Carry(State.Map(Rows), Rows(Steps), Rows(Halted), Rows(Inputs), Rows(Labels), Rows(PuzzleIdentifiers));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in State.All)
            tensor.Dispose();
        Steps.Dispose();
        Halted.Dispose();
        Inputs.Dispose();
        Labels.Dispose();
        PuzzleIdentifiers.Dispose();
    }
}
