namespace TrmLab.Core.Tracing;

/// <summary>How probabilities and entropies stand in a trace's bytes.</summary>
public static class TraceNumbers
{
    /// <summary>Largest vocabulary whose tokens fit into half a byte.</summary>
    public const int PackedVocabulary = 16;

    /// <summary>Largest vocabulary that can be traced: a token is a byte, and 255 means none.</summary>
    public const int MaximumVocabulary = 255;

    /// <summary>Below this many bytes of cells a trace is recorded more finely, see <see cref="TraceDetail.Auto"/>.</summary>
    public const long CellBudget = 1_000_000;

    // Tokens, two probabilities, entropy.
    private const int BytesPerCell = 4;

    /// <summary>Probability in [0, 1] to a byte.</summary>
    public static byte FromProbability(double value) => (byte)Math.Clamp(Math.Round(value * 255), 0, 255);

    /// <summary>A byte as a probability.</summary>
    public static float Probability(byte value) => value / 255f;

    /// <summary>Entropy in nats to a byte.</summary>
    public static byte FromEntropy(double nats, int vocabulary) => FromProbability(vocabulary > 1 ? nats / Math.Log(vocabulary) : 0);

    /// <summary>A byte as an entropy in nats.</summary>
    public static float Entropy(byte value, int vocabulary) => (float)(value / 255d * Math.Log(vocabulary));

    /// <summary>The updates of a supervision step at which cells are recorded.</summary>
    /// <param name="detail">As asked for.</param>
    /// <param name="cells">S.</param>
    /// <param name="steps">Supervision steps.</param>
    /// <param name="updates">Network updates per supervision step.</param>
    /// <param name="perCycle">Network updates per deep recursion: n + 1.</param>
    public static int[] Recorded(TraceDetail detail, int cells, int steps, int updates, int perCycle)
    {
        int[] all = [.. Enumerable.Range(0, updates)];
        int[] answers = [.. all.Where(update => update % perCycle == perCycle - 1)];
        int[] last = [updates - 1];
        bool Fits(int[] recorded) => (long)recorded.Length * steps * cells * BytesPerCell <= CellBudget;
        return detail switch
        {
            TraceDetail.All => all,
            TraceDetail.Answers => answers,
            TraceDetail.Steps => last,
            _ => Fits(all) ? all : Fits(answers) ? answers : last,
        };
    }
}
