using TrmLab.Core.Tracing.Rules;

namespace TrmLab.Core.Tracing;

/// <summary>
/// What the answers of a trace come to, record by record: the strips above the scrubber. Computed once beside the trace, so that nothing
/// of the puzzles' rules has to be written a second time for the browser.
/// </summary>
public sealed class TraceFigures
{
    private TraceFigures(RecursionTrace trace, PuzzleRules rules)
    {
        var (records, cells) = (trace.Header.Records, trace.Header.Cells);
        Rules = rules;
        Wrong = new int[records];
        Changed = new int[records];
        Entropy = new float[records];
        Broken = new int[records][];
        BrokenCells = new byte[records * ((cells + 7) / 8)];
        var involved = new bool[cells];
        // An answer is compared with the answer before it, a decoded latent with the latent before it; the first of each with the question.
        byte[][] before = [trace.Inputs.ToArray(), trace.Inputs.ToArray()];
        for (var record = 0; record < records; record++)
        {
            var answer = trace.Decoded(record);
            var kind = trace.Header.Slots[trace.Header.Recorded[record % trace.Header.Recorded.Length]] == 0 ? 0 : 1;
            Broken[record] = new int[rules.Names.Count];
            rules.Judge(trace.Inputs, answer, Broken[record], involved);
            for (var cell = 0; cell < cells; cell++)
            {
                Changed[record] += answer[cell] != before[kind][cell] ? 1 : 0;
                Wrong[record] += trace.Labels[cell] != RecursionTrace.NoLabel && trace.Labels[cell] != answer[cell] ? 1 : 0;
                if (involved[cell])
                    BrokenCells[(record * ((cells + 7) / 8)) + (cell / 8)] |= (byte)(1 << (cell % 8));
            }

            Entropy[record] = trace.Entropies(record).Average();
            before[kind] = answer;
        }
    }

    /// <summary>The kind of puzzle.</summary>
    public PuzzleRules Rules { get; }

    /// <summary>Cells that differ from their label; 0 everywhere without labels.</summary>
    public int[] Wrong { get; }

    /// <summary>Cells that differ from the record before of the same kind (answer or latent).</summary>
    public int[] Changed { get; }

    /// <summary>Mean entropy of the cells, in nats.</summary>
    public float[] Entropy { get; }

    /// <summary>How often each rule is broken, per record in the order of the rules' names.</summary>
    public int[][] Broken { get; }

    /// <summary>Cells involved in broken rules: a bit per cell, lowest first, each record starting with a new byte.</summary>
    public byte[] BrokenCells { get; }

    public static TraceFigures Of(RecursionTrace trace) => new(trace, PuzzleRules.Of(trace.Header.Cells, trace.Header.Vocabulary));
}
