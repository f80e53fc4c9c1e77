namespace TrmLab.Core.Puzzles;

/// <summary>
/// One named set of one split: memory-mapped examples and their index arrays. Example e belongs to puzzle p where
/// <c>PuzzleIndices[p] &lt;= e &lt; PuzzleIndices[p + 1]</c>, puzzle p to group g likewise by <c>GroupIndices</c>.
/// </summary>
public sealed class PuzzleSet : IDisposable
{
    /// <summary>Label that neither loss nor accuracy counts.</summary>
    public const int IgnoredLabel = -100;

    private readonly DatasetMetadata _metadata;

    private PuzzleSet(string name, string directory, string prefix, DatasetMetadata metadata)
    {
        Name = name;
        Directory = directory;
        _metadata = metadata;
        string file(string field) => Path.Combine(directory, $"{prefix}__{field}.npy");
        Inputs = NpyArray.Open(file("inputs"));
        Labels = NpyArray.Open(file("labels"));
        PuzzleIdentifiers = ReadVector(file("puzzle_identifiers"));
        PuzzleIndices = ReadVector(file("puzzle_indices"));
        GroupIndices = ReadVector(file("group_indices"));
        Ratings = File.Exists(file("ratings")) ? ReadRatings(file("ratings")) : null;
        PuzzleSetChecks.Check(this, metadata);
    }

    /// <summary>Metric prefix: the set's name, followed by its place for every joined directory but the first (<c>all</c>, <c>all1</c>).</summary>
    public string Name { get; }

    /// <summary>Split directory.</summary>
    public string Directory { get; }

    /// <summary>Tokens, [examples, seq_len].</summary>
    public NpyArray Inputs { get; }

    /// <summary>Labels as stored, [examples, seq_len].</summary>
    public NpyArray Labels { get; }

    public int[] PuzzleIdentifiers { get; }

    public int[] PuzzleIndices { get; }

    public int[] GroupIndices { get; }

    /// <summary>Difficulty per puzzle, where the builder knew it (an addition of this program that the reference does not read).</summary>
    public float[]? Ratings { get; }

    public int Examples => (int)Inputs.RowCount;

    public int Puzzles => PuzzleIdentifiers.Length;

    public int Groups => GroupIndices.Length - 1;

    internal static PuzzleSet Open(string name, string directory, string prefix, DatasetMetadata metadata) =>
        new(name, directory, prefix, metadata);

    /// <summary>The puzzle that an example belongs to.</summary>
    public int PuzzleOf(int example)
    {
        int found = Array.BinarySearch(PuzzleIndices, example);
        if (found < 0)
        {
            return ~found - 1;
        }

        // A puzzle without examples shares its start with the next one, which is the owner.
        while (found + 1 < PuzzleIndices.Length && PuzzleIndices[found + 1] == example)
        {
            found++;
        }

        return found;
    }

    /// <summary>Copies one example; labels equal to ignore_label_id become <see cref="IgnoredLabel"/>.</summary>
    /// <exception cref="InputException">A value lies outside the vocabulary.</exception>
    public void CopyExample(int example, Span<int> inputs, Span<int> labels)
    {
        Inputs.CopyRow(example, inputs);
        Labels.CopyRow(example, labels);
        uint vocabulary = (uint)_metadata.VocabularySize;
        int ignored = _metadata.IgnoreLabelId ?? IgnoredLabel;
        for (int i = 0; i < labels.Length; i++)
        {
            int label = labels[i];
            if (label == ignored)
            {
                labels[i] = IgnoredLabel;
            }
            else if ((uint)label >= vocabulary && label != IgnoredLabel)
            {
                throw OutsideVocabulary(Labels, example, label);
            }

            if ((uint)inputs[i] >= vocabulary)
            {
                throw OutsideVocabulary(Inputs, example, inputs[i]);
            }
        }
    }

    /// <summary>Reads every example once.</summary>
    /// <exception cref="InputException">A value lies outside the vocabulary.</exception>
    public void CheckValues(CancellationToken cancellationToken = default)
    {
        int[] inputs = new int[_metadata.SequenceLength];
        int[] labels = new int[_metadata.SequenceLength];
        for (int example = 0; example < Examples; example++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            CopyExample(example, inputs, labels);
        }
    }

    public void Dispose()
    {
        Inputs.Dispose();
        Labels.Dispose();
    }

    private static int[] ReadVector(string path)
    {
        using var array = NpyArray.Open(path);
        return array.Header.Shape.Count == 1 ? array.ToInt32s() : throw new InputException($"{path}: a vector is expected.");
    }

    private static float[] ReadRatings(string path)
    {
        using var array = NpyArray.Open(path);
        return array.ToSingles();
    }

    private InputException OutsideVocabulary(NpyArray array, int example, int value) =>
        new($"{array.Path}: value {value} in row {example} is outside the vocabulary of {_metadata.VocabularySize} (dataset.json).");
}
