using TrmLab.Core.Configuration;
using TrmLab.Trainer.Native.Lanes;
using TrmLab.Trainer.Native.Products;

namespace TrmLab.Trainer.Native.Network;

/// <summary>The sizes that the native step computes with, true and padded.</summary>
internal sealed class NetworkSize
{
    public NetworkSize(ModelShape shape)
    {
        var arch = shape.Arch;
        (Mixer, Positions, Loss) = (arch.Mixer, arch.Positions, arch.Loss);
        (Sequence, PuzzleTokens, PuzzleWidth) = (shape.SequenceLength, shape.PuzzleTokens, shape.PuzzleEmbeddingWidth);
        (Width, Vocabulary, Layers) = (arch.HiddenSize, shape.VocabularySize, arch.Layers);
        (Heads, HeadWidth) = (arch.Heads, shape.HeadWidth);
        (Inner, TokenInner) = (shape.InnerWidth(arch.HiddenSize), shape.InnerWidth(shape.TotalLength));
        (Epsilon, RopeTheta) = ((float)arch.NormEpsilon, arch.RopeTheta);
        TokenRows = (Tokens + 1) / 2 * 2;
        PaddedHead = PadHead(Positions == PositionEncoding.Rope ? 2 * LaneWidth.Pad(HeadWidth / 2) : LaneWidth.Pad(HeadWidth));
    }

    public Mixer Mixer { get; }

    public PositionEncoding Positions { get; }

    public TokenLoss Loss { get; }

    /// <summary>Puzzle tokens S.</summary>
    public int Sequence { get; }

    /// <summary>Puzzle embedding tokens P.</summary>
    public int PuzzleTokens { get; }

    /// <summary>Values in a row of the puzzle embedding; 0 without one.</summary>
    public int PuzzleWidth { get; }

    /// <summary>All tokens L = P + S.</summary>
    public int Tokens => PuzzleTokens + Sequence;

    /// <summary>Rows of a sequence in the panels: L made even, because bfloat16 products pair rows. The extra row stays zero.</summary>
    public int TokenRows { get; }

    /// <summary>Features D.</summary>
    public int Width { get; }

    public int Vocabulary { get; }

    public int Layers { get; }

    public int Heads { get; }

    public int HeadWidth { get; }

    /// <summary>Columns of a head in the panels: heads neither straddle panels nor share registers.</summary>
    public int PaddedHead { get; }

    /// <summary>Columns of all queries (or keys, or values) in the panels.</summary>
    public int HeadColumns => Heads * PaddedHead;

    /// <summary>Inner width of the feature MLP.</summary>
    public int Inner { get; }

    /// <summary>Inner width of the token MLP.</summary>
    public int TokenInner { get; }

    public float Epsilon { get; }

    public double RopeTheta { get; }

    /// <summary>Panels of a matrix that is D wide.</summary>
    public int WidthPanels => Panels.Count(Width);

    private static int PadHead(int width) => width switch
    {
        <= 16 => 16,
        <= 32 => 32,
        _ => (width + Panels.Width - 1) / Panels.Width * Panels.Width,
    };
}
