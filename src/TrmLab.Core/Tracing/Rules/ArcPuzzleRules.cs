using TrmLab.Core.Puzzles.Arc;

namespace TrmLab.Core.Tracing.Rules;

/// <summary>An answer is a rectangle of colours at the top left with its end marks; every cell that disturbs that shape is broken.</summary>
internal sealed class ArcPuzzleRules : PuzzleRules
{
    public override string Kind => "arc";

    public override int Columns => ArcGrid.MaximumSide;

    public override IReadOnlyList<string> Names => ["cell out of shape"];

    public override IReadOnlyList<string> Signs { get; } = ["", "×", .. Enumerable.Range(0, ArcGrid.Colours).Select(colour => $"{colour}")];

    public override void Judge(ReadOnlySpan<byte> question, ReadOnlySpan<byte> answer, Span<int> counts, Span<bool> cells)
    {
        Span<byte> shaped = stackalloc byte[ArcSequence.Length];
        ArcSequence.Encode(ArcSequence.Crop(answer), 0, 0, shaped);
        counts.Clear();
        for (var cell = 0; cell < answer.Length; cell++)
        {
            cells[cell] = answer[cell] != shaped[cell];
            counts[0] += cells[cell] ? 1 : 0;
        }
    }
}
