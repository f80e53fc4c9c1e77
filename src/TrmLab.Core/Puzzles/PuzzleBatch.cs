namespace TrmLab.Core.Puzzles;

/// <summary>A batch of B sequences of S tokens as plain arrays; what turns it into tensors decides where they live.</summary>
public sealed class PuzzleBatch
{
    public PuzzleBatch(string set, int batchSize, int sequenceLength)
    {
        Set = set;
        BatchSize = batchSize;
        SequenceLength = sequenceLength;
        Inputs = new int[batchSize * sequenceLength];
        Labels = new int[batchSize * sequenceLength];
        PuzzleIdentifiers = new int[batchSize];
        ExampleIndices = new int[batchSize];
        PuzzleIndices = new int[batchSize];
    }

    /// <summary>Name of the set that the rows come from; the metric prefix in evaluation.</summary>
    public string Set { get; }

    public int BatchSize { get; }

    public int SequenceLength { get; }

    /// <summary>Rows that hold an example; the others are padding.</summary>
    public int ValidRows { get; internal set; }

    /// <summary>Tokens, [B, S].</summary>
    public int[] Inputs { get; }

    /// <summary>Labels, [B, S]; -100 where nothing is asked.</summary>
    public int[] Labels { get; }

    /// <summary>[B].</summary>
    public int[] PuzzleIdentifiers { get; }

    /// <summary>Place of each row's example in its set, [B]; -1 for padding.</summary>
    public int[] ExampleIndices { get; }

    /// <summary>Place of each row's puzzle in its set, [B]; -1 for padding.</summary>
    public int[] PuzzleIndices { get; }

    internal Span<int> InputRow(int row) => Inputs.AsSpan(row * SequenceLength, SequenceLength);

    internal Span<int> LabelRow(int row) => Labels.AsSpan(row * SequenceLength, SequenceLength);

    internal void Fill(int row, PuzzleSet set, int example, int puzzle)
    {
        set.CopyExample(example, InputRow(row), LabelRow(row));
        PuzzleIdentifiers[row] = set.PuzzleIdentifiers[puzzle];
        ExampleIndices[row] = example;
        PuzzleIndices[row] = puzzle;
    }
}
