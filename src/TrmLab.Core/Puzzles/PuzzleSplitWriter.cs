namespace TrmLab.Core.Puzzles;

/// <summary>
/// Streams one split: examples, then <see cref="EndPuzzle"/>, then <see cref="EndGroup"/>, again and again. Only index arrays are kept in
/// memory (12 bytes per puzzle). Values are stored as uint8. The <see cref="PuzzleDatasetWriter"/> it came from finishes and closes it.
/// </summary>
public sealed class PuzzleSplitWriter
{
    private readonly string _directory;
    private readonly DatasetMetadata _form;
    private readonly bool _countGroupsAsPuzzles;
    private readonly NpyWriter _inputs;
    private readonly NpyWriter _labels;
    private readonly List<int> _puzzleIdentifiers = [];
    private readonly List<int> _puzzleIndices = [0];
    private readonly List<int> _groupIndices = [0];
    private readonly List<float> _ratings = [];

    internal PuzzleSplitWriter(string directory, DatasetMetadata form, bool countGroupsAsPuzzles)
    {
        if (form.VocabularySize is < 1 or > 256)
        {
            throw new InputException($"{directory}: a vocabulary of {form.VocabularySize} does not fit into bytes.");
        }

        Directory.CreateDirectory(directory);
        _directory = directory;
        _form = form;
        _countGroupsAsPuzzles = countGroupsAsPuzzles;
        _inputs = new NpyWriter(File("inputs"), NpyType.UInt8, form.SequenceLength);
        _labels = new NpyWriter(File("labels"), NpyType.UInt8, form.SequenceLength);
    }

    /// <summary>Examples written so far.</summary>
    public int Examples { get; private set; }

    public int Puzzles => _puzzleIdentifiers.Count;

    public int Groups => _groupIndices.Count - 1;

    /// <summary>Appends one example of the puzzle that <see cref="EndPuzzle"/> will close.</summary>
    public void AppendExample(ReadOnlySpan<byte> input, ReadOnlySpan<byte> label)
    {
        CheckValues(input);
        CheckValues(label);
        _inputs.Append(input);
        _labels.Append(label);
        Examples = checked(Examples + 1);
    }

    /// <summary>Closes a puzzle: the examples since the last call.</summary>
    /// <param name="identifier">Index into identifiers.json.</param>
    /// <param name="rating">Difficulty; NaN where unknown. With no known rating at all, no ratings file is written.</param>
    public void EndPuzzle(int identifier, float rating = float.NaN)
    {
        if (identifier < 0 || identifier >= _form.PuzzleIdentifiers)
        {
            throw new ArgumentOutOfRangeException(nameof(identifier), identifier, $"There are {_form.PuzzleIdentifiers} puzzle identifiers.");
        }

        _puzzleIdentifiers.Add(identifier);
        _puzzleIndices.Add(Examples);
        _ratings.Add(rating);
    }

    /// <summary>Closes a group: the puzzles since the last call (an original and its augmentations).</summary>
    public void EndGroup() => _groupIndices.Add(Puzzles);

    internal void Close()
    {
        _inputs.Dispose();
        _labels.Dispose();
    }

    internal DatasetMetadata Complete()
    {
        if (_puzzleIndices[^1] != Examples || _groupIndices[^1] != Puzzles)
        {
            throw new InvalidOperationException("The last puzzle or group was not ended.");
        }

        _inputs.Complete();
        _labels.Complete();
        WriteVector("puzzle_identifiers", _puzzleIdentifiers);
        WriteVector("puzzle_indices", _puzzleIndices);
        WriteVector("group_indices", _groupIndices);
        if (_ratings.Exists(rating => !float.IsNaN(rating)))
        {
            NpyWriter.WriteVector<float>(File("ratings"), NpyType.Float32, _ratings.ToArray());
        }

        DatasetMetadata metadata = _form with
        {
            TotalGroups = Groups,
            TotalPuzzles = _countGroupsAsPuzzles ? Groups : Puzzles,
            MeanPuzzleExamples = Puzzles == 0 ? 0 : (double)Examples / Puzzles,
            Sets = ["all"],
        };
        metadata.Save(Path.Combine(_directory, "dataset.json"));
        return metadata;
    }

    private void CheckValues(ReadOnlySpan<byte> values)
    {
        if (values.Length != _form.SequenceLength)
        {
            throw new ArgumentException($"An example has {values.Length} values; seq_len is {_form.SequenceLength}.", nameof(values));
        }

        if (_form.VocabularySize < 256 && values.IndexOfAnyExceptInRange((byte)0, (byte)(_form.VocabularySize - 1)) is var found and >= 0)
        {
            throw new ArgumentException($"Value {values[found]} is outside the vocabulary of {_form.VocabularySize}.", nameof(values));
        }
    }

    private void WriteVector(string field, List<int> values) =>
        NpyWriter.WriteVector<int>(File(field), NpyType.Int32, values.ToArray());

    private string File(string field) => Path.Combine(_directory, $"all__{field}.npy");
}
