using TorchSharp.Modules;
using TrmLab.Core.Configuration;
using TrmLab.Trainer.Training;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Model;

/// <summary>
/// The network of "Less is More: Recursive Reasoning with Tiny Networks" and its published variants: embedding, recursion, heads.
/// Names of parameters and buffers are the reference's, without its prefixes.
/// </summary>
public sealed class TinyRecursiveModel : nn.Module
{
    // The reference's literal for sqrt(1/2), which keeps the variance when positions are added.
    private const double PositionScale = 0.707106781;
    private const double InitialHaltBias = -5;

    private readonly CastedEmbedding _tokens;
    private readonly CastedEmbedding? _positions;
    private readonly CastedLinear _answerHead;
    private readonly CastedLinear _haltHead;
    private readonly RotaryEmbedding? _rotary;
    private readonly Recursion _recursion;
    private readonly ReasoningCore[] _cores;
    private readonly Tensor[] _initial;
    private FlatGradients? _gradients;

    /// <param name="shape">Sizes; refused with a message if the rules of <see cref="ArchRules"/> do not hold.</param>
    /// <param name="device">Where the network lives, for good.</param>
    /// <param name="forwardType">Float32 or BFloat16.</param>
    /// <param name="seed">Of the initial weights; the same on every device.</param>
    public TinyRecursiveModel(ModelShape shape, Device device, ScalarType forwardType, long seed)
        : this(shape, forwardType, new WeightFactory(RandomStream.Weights.Of(seed), device), null)
    {
    }

    // With a twin its buffers are shared: two handles to the same memory.
    private TinyRecursiveModel(ModelShape shape, ScalarType forwardType, WeightFactory weights, TinyRecursiveModel? twin)
        : base(nameof(TinyRecursiveModel))
    {
        ConfigRules.Check(ArchRules.Problems(shape.Arch), "the network");
        var arch = shape.Arch;
        (Shape, Device, ForwardType) = (shape, weights.Device, forwardType);
        Depth = new RecursionDepth(arch.RecursionCycles, arch.LatentSteps);

        _tokens = Register("embed_tokens", new CastedEmbedding(weights, shape.VocabularySize, arch.HiddenSize, forwardType));
        _answerHead = Register("lm_head", new CastedLinear(weights, arch.HiddenSize, shape.VocabularySize));
        _haltHead = Register("q_head", new CastedLinear(weights, arch.HiddenSize, 2, std: 0, bias: InitialHaltBias));
        if (shape.PuzzleEmbeddingWidth > 0)
        {
            var table = twin?.PuzzleEmbedding?.Weights.alias() ?? zeros([shape.PuzzleIdentifiers, shape.PuzzleEmbeddingWidth], ScalarType.Float32, Device);
            PuzzleEmbedding = Register("puzzle_emb", new PuzzleEmbedding(table, shape.PuzzleTokens, arch.HiddenSize, forwardType));
        }

        if (arch.Positions == PositionEncoding.Learned)
            _positions = Register("embed_pos", new CastedEmbedding(weights, shape.TotalLength, arch.HiddenSize, forwardType));
        if (arch.Positions == PositionEncoding.Rope && arch.Mixer == Mixer.Attention)
            _rotary = new RotaryEmbedding(shape.HeadWidth, shape.TotalLength, arch.RopeTheta, Device);

        ReasoningCore Core(string name, int layers) => Register(name, new ReasoningCore(shape, layers, weights, _rotary));
        (_recursion, _cores, StateNames) = Variants.Build(arch, Core);
        _initial = [.. StateNames.Select((_, slot) => twin?._initial[slot].alias().DetachFromDisposeScope() ?? weights.Buffer(1, arch.HiddenSize))];
        foreach (var (name, value) in StateNames.Zip(_initial))
            register_buffer(Variants.InitialName(name), value);

        Weights = [.. named_parameters()];
        FlatTensors.Join([.. Weights.Select(weight => weight.parameter)]);
        Buffers = [.. named_buffers()];
    }

    /// <summary>Sizes it was built with.</summary>
    public ModelShape Shape { get; }

    /// <summary>Where its tensors are.</summary>
    public Device Device { get; }

    /// <summary>Float32 or BFloat16: the type of activations and states.</summary>
    public ScalarType ForwardType { get; }

    /// <summary>Recursions per supervision step; as configured, unless a curriculum or an experiment sets it.</summary>
    public RecursionDepth Depth { get; set; }

    /// <summary>The puzzle embedding; null without one.</summary>
    public PuzzleEmbedding? PuzzleEmbedding { get; }

    /// <summary>Trained tensors by the reference's names, one after the other in one buffer; the puzzle embedding is not among them.</summary>
    public IReadOnlyList<(string name, Parameter parameter)> Weights { get; }

    /// <summary>The buffer that training steps write the weights' gradients into; made at the first use.</summary>
    internal FlatGradients Gradients => _gradients ??= new FlatGradients(Weights);

    /// <summary>Buffers that a checkpoint holds: initial states and the puzzle embedding table.</summary>
    public IReadOnlyList<(string name, Tensor buffer)> Buffers { get; }

    /// <summary>The reference's names of the recursion's tensors, answer first, such as z_H and z_L.</summary>
    public IReadOnlyList<string> StateNames { get; }

    /// <summary>The rotary tables; null if positions are learned or absent.</summary>
    public RotaryEmbedding? Rotary => _rotary;

    /// <summary>
    /// A second network with weights of its own (a copy) and the same buffers in memory: to evaluate averaged weights beside the raw ones
    /// without doubling a large puzzle embedding. Dispose either one freely.
    /// </summary>
    public TinyRecursiveModel Twin()
    {
        var twin = new TinyRecursiveModel(Shape, ForwardType, new WeightFactory(null, Device), this) { Depth = Depth };
        using var gradient = no_grad();
        foreach (var ((_, source), (_, target)) in Weights.Zip(twin.Weights))
            target.copy_(source);
        return twin;
    }

    /// <summary>y0 and z0, broadcast to the batch without copying.</summary>
    public RecursionState InitialState(long batchSize)
    {
        Tensor Broadcast(Tensor vector) => vector.to(ForwardType).expand(batchSize, Shape.TotalLength, Shape.Arch.HiddenSize);
        return new RecursionState(Broadcast(_initial[0]), [.. _initial.Skip(1).Select(Broadcast)]);
    }

    /// <summary>One supervision step: embed the question, recurse from <paramref name="state"/>, read the heads.</summary>
    /// <param name="state">y and z of the step before, or <see cref="InitialState"/>.</param>
    /// <param name="inputs">Tokens [B, S], int64.</param>
    /// <param name="puzzleRows">Rows from <see cref="PuzzleEmbedding.Gather"/>; null without a puzzle embedding.</param>
    public ModelOutput Forward(RecursionState state, Tensor inputs, Tensor? puzzleRows, IRecursionObserver? observer = null)
    {
        using var scope = NewDisposeScope();
        var question = Embed(inputs, puzzleRows);
        observer?.OnQuestion(question);
        foreach (var core in _cores)
            core.Observer = observer;

        var final = _recursion.DeepRecursion(question, state, Depth, observer);
        var (logits, halting, going) = ReadOut(final.Answer);
        return new ModelOutput(
            final.Map(tensor => scope.Contains(tensor) ? tensor.MoveToOuterDisposeScope() : tensor),
            logits.MoveToOuterDisposeScope(),
            halting.MoveToOuterDisposeScope(),
            going.MoveToOuterDisposeScope());
    }

    /// <summary>What the heads read from a tensor of the state, [B, L, D]. They were trained on the answer y; on any other tensor they are a probe.</summary>
    /// <returns>Logits [B, S, V] in the forward data type; halting and continue logits [B], float32.</returns>
    public (Tensor Logits, Tensor HaltLogits, Tensor ContinueLogits) ReadOut(Tensor state)
    {
        using var scope = NewDisposeScope();
        var logits = _answerHead.forward(state).narrow(1, Shape.PuzzleTokens, Shape.SequenceLength);
        var halting = _haltHead.forward(state.select(1, 0)).to(ScalarType.Float32);
        return (logits.MoveToOuterDisposeScope(), halting.select(1, 0).MoveToOuterDisposeScope(), halting.select(1, 1).MoveToOuterDisposeScope());
    }

    private Tensor Embed(Tensor inputs, Tensor? puzzleRows)
    {
        using var scope = NewDisposeScope();
        var question = _tokens.forward(inputs);
        if (PuzzleEmbedding is { } puzzles)
            question = cat([puzzles.forward(puzzleRows ?? throw new ArgumentNullException(nameof(puzzleRows))), question], 1);
        if (_positions is not null)
            question = question.Plus(_positions.Table.to(ForwardType)).Times(PositionScale);
        return question.Times(Math.Sqrt(Shape.Arch.HiddenSize)).MoveToOuterDisposeScope();
    }

    private T Register<T>(string name, T module)
        where T : nn.Module
    {
        register_module(name, module);
        return module;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _rotary?.Dispose();
            _gradients?.Dispose();
        }

        base.Dispose(disposing);
    }
}
