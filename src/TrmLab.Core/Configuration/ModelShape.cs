namespace TrmLab.Core.Configuration;

/// <summary>A network's sizes once the data are known. All counts are exact; nothing here needs libtorch.</summary>
/// <param name="Arch">The network as configured.</param>
/// <param name="SequenceLength">Puzzle tokens S, without the puzzle embedding.</param>
/// <param name="VocabularySize">Tokens V of input and output.</param>
/// <param name="PuzzleIdentifiers">Rows of the puzzle embedding table.</param>
public sealed record ModelShape(ArchConfig Arch, int SequenceLength, int VocabularySize, int PuzzleIdentifiers)
{
    /// <summary>Width of a row of the puzzle embedding; 0 = none.</summary>
    public int PuzzleEmbeddingWidth => Arch.PuzzleEmbeddingWidth ?? Arch.HiddenSize;

    /// <summary>Tokens P before the puzzle: as configured, else as many as the embedding's width needs. hrm and transformer always derive it.</summary>
    public int PuzzleTokens
    {
        get
        {
            var derived = (PuzzleEmbeddingWidth + Arch.HiddenSize - 1) / Arch.HiddenSize;
            var configurable = Arch.Variant is Variant.Trm or Variant.TrmSingleZ or Variant.TrmHier6;
            return configurable && Arch.PuzzleEmbeddingTokens > 0 ? Arch.PuzzleEmbeddingTokens : derived;
        }
    }

    /// <summary>L = P + S.</summary>
    public int TotalLength => PuzzleTokens + SequenceLength;

    /// <summary>floor(D / heads).</summary>
    public int HeadWidth => Arch.HiddenSize / Arch.Heads;

    /// <summary>Inner width of a SwiGLU over an axis of <paramref name="width"/>: round(expansion * w * 2/3), half to even, up to a multiple of 256.</summary>
    public int InnerWidth(int width) => ((int)Math.Round(Arch.Expansion * width * 2 / 3, MidpointRounding.ToEven) + 255) / 256 * 256;

    /// <summary>Trained parameters, without the puzzle embedding table (a buffer with its own optimiser, as in the paper's counts).</summary>
    public long ParameterCount
    {
        get
        {
            long d = Arch.HiddenSize;
            long swiglu = 3L * InnerWidth(Arch.HiddenSize) * d;
            long mixer = Arch.TokenMlp ? 3L * InnerWidth(TotalLength) * TotalLength : 4L * Arch.Heads * HeadWidth * d;
            var blocks = Arch.Variant switch
            {
                Variant.Hrm => Arch.HighLayers + Arch.Layers,
                Variant.Transformer => Arch.HighLayers,
                _ => Arch.SeparateNetworks ? 2 * Arch.Layers : Arch.Layers,
            };
            var positions = Arch.Positions == PositionEncoding.Learned ? TotalLength * d : 0;
            return blocks * (mixer + swiglu) + 2L * VocabularySize * d + 2 * d + 2 + positions;
        }
    }

    /// <summary>Values in the puzzle embedding table.</summary>
    public long PuzzleEmbeddingCount => (long)PuzzleIdentifiers * PuzzleEmbeddingWidth;

    /// <summary>Network calls in one supervision step: T (n + 1), or what the variant does instead.</summary>
    public int UpdatesPerSupervisionStep => Arch.Variant == Variant.Transformer ? 1 : Arch.RecursionCycles * (Arch.LatentSteps + 1);
}
