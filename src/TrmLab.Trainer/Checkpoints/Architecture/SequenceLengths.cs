using TrmLab.Core;
using TrmLab.Core.Configuration;

namespace TrmLab.Trainer.Checkpoints.Architecture;

/// <summary>How the positions of a network divide into puzzle tokens P and cells S. Weights show at most their sum.</summary>
internal sealed record SequenceLengths(int Tokens, FieldOrigin TokensOrigin, int Cells, FieldOrigin CellsOrigin)
{
    private const int UsualTokens = 16;
    internal const int SudokuVocabulary = 11;
    private const int MazeVocabulary = 6;
    private const int ArcVocabulary = 12;

    /// <param name="seen">What the weights say.</param>
    /// <param name="tokens">P if stated; 0 takes as many as the embedding's width needs.</param>
    /// <param name="cells">S if known from outside.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="InputException">A contradiction, or a length that nothing tells.</exception>
    internal static SequenceLengths Infer(WeightEvidence seen, int? tokens, int? cells, string path)
    {
        var fewest = (seen.PuzzleWidth + seen.HiddenSize - 1) / seen.HiddenSize;
        var isFixed = seen.PuzzleWidth == 0 || seen.Variant is Variant.Hrm or Variant.Transformer;
        var (p, tokensOrigin) = (isFixed, tokens, seen.TotalLength, cells) switch
        {
            (true, _, _, _) => (fewest, FieldOrigin.Weights),
            (_, { } stated, _, _) => (stated > 0 ? stated : fewest, FieldOrigin.ConfigFile),
            (_, _, { } total, { } known) => (total - known, FieldOrigin.Weights),
            (_, _, { } total, _) => (Guess(total, fewest), FieldOrigin.Assumed),
            _ => (Math.Max(UsualTokens, fewest), FieldOrigin.Assumed),
        };
        var (s, cellsOrigin) = (cells, seen.TotalLength) switch
        {
            ({ } known, _) => (known, FieldOrigin.Option),
            (_, { } total) => (total - p, tokensOrigin),
            _ => (UsualCells(seen.VocabularySize, path), FieldOrigin.Assumed),
        };
        if (s < 1 || p < fewest || (seen.TotalLength is { } length && p + s != length))
            throw new InputException($"{path}: the weights are for {seen.TotalLength} positions, which {p} puzzle tokens and {s} cells do not make; check puzzle_emb_len and the data set.");
        return new SequenceLengths(p, tokensOrigin, s, cellsOrigin);
    }

    /// <summary>P of L = P + S: the published 16 if that leaves a square board, else the fewest tokens that do.</summary>
    private static int Guess(int total, int fewest)
    {
        bool LeavesSquare(int tokens) => total > tokens && Math.Sqrt(total - tokens) % 1 == 0;
        if (UsualTokens >= fewest && LeavesSquare(UsualTokens))
            return UsualTokens;
        return Enumerable.Range(fewest, Math.Max(0, total - fewest)).FirstOrDefault(LeavesSquare, fewest);
    }

    private static int UsualCells(int vocabulary, string path) => vocabulary switch
    {
        SudokuVocabulary => 81,
        MazeVocabulary or ArcVocabulary => 900,
        _ => throw new InputException($"{path}: attention with {vocabulary} tokens does not tell the length of a puzzle; name the data set or the sequence length."),
    };
}
