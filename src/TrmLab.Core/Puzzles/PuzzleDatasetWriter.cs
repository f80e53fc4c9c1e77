using System.Text.Encodings.Web;
using System.Text.Json;
using TrmLab.Core.Runs;

namespace TrmLab.Core.Puzzles;

/// <summary>
/// Writes a data set directory. Everything goes into a hidden sibling that takes the final name in <see cref="Complete"/>, so a cancelled
/// or failed build leaves nothing that looks like a data set. Files and names are flushed to the disk in that order, so a power cut does not either.
/// </summary>
public sealed class PuzzleDatasetWriter : IDisposable
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _directory;
    private readonly string _temporary;
    private readonly List<PuzzleSplitWriter> _splits = [];
    private bool _completed;

    /// <exception cref="InputException">The directory exists and is not empty.</exception>
    public PuzzleDatasetWriter(string directory)
    {
        _directory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        RefuseExisting();
        string parent = Path.GetDirectoryName(_directory) ?? throw new InputException($"{directory}: not a place for a data set.");
        try
        {
            Directory.CreateDirectory(parent);
            _temporary = Path.Combine(parent, $".{Path.GetFileName(_directory)}.{Guid.NewGuid():N}.partial");
            Directory.CreateDirectory(_temporary);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{directory}: cannot be created ({error.Message})", error);
        }
    }

    /// <summary>Starts a split; several may be written at the same time.</summary>
    /// <param name="split"><c>train</c> or <c>test</c>.</param>
    /// <param name="form">pad_id, ignore_label_id, blank_identifier_id, vocab_size, seq_len and num_puzzle_identifiers; the counts are filled in.</param>
    /// <param name="countGroupsAsPuzzles">Writes the number of groups as total_puzzles, as the reference does for Sudoku and mazes.</param>
    public PuzzleSplitWriter AddSplit(string split, DatasetMetadata form, bool countGroupsAsPuzzles = false)
    {
        var writer = new PuzzleSplitWriter(Path.Combine(_temporary, split), form, countGroupsAsPuzzles);
        _splits.Add(writer);
        return writer;
    }

    /// <summary>Writes a further file in the directory, such as test_puzzles.json.</summary>
    public void WriteFile(string name, Action<Stream> write) => DurableFile.Write(Path.Combine(_temporary, name), write);

    /// <summary>Writes identifiers.json: the names of the puzzle identifiers.</summary>
    public void WriteIdentifiers(IReadOnlyList<string> names) => WriteFile("identifiers.json", stream => JsonSerializer.Serialize(stream, names, Plain));

    /// <summary>Finishes all splits and gives the directory its name.</summary>
    public void Complete()
    {
        foreach (PuzzleSplitWriter split in _splits)
        {
            split.Complete();
            split.Close();
        }

        RefuseExisting();
        if (Directory.Exists(_directory))
        {
            Directory.Delete(_directory);
        }

        NativeFiles.SyncDirectory(_temporary);
        Directory.Move(_temporary, _directory);
        _completed = true;
        NativeFiles.SyncDirectory(Path.GetDirectoryName(_directory)!);
    }

    /// <summary>Removes what was written if <see cref="Complete"/> was not reached.</summary>
    public void Dispose()
    {
        _splits.ForEach(split => split.Close());
        if (!_completed && Directory.Exists(_temporary))
        {
            Directory.Delete(_temporary, recursive: true);
        }
    }

    private void RefuseExisting()
    {
        if (File.Exists(_directory) || (Directory.Exists(_directory) && Directory.EnumerateFileSystemEntries(_directory).Any()))
        {
            throw new InputException($"{_directory}: exists already and is not empty; choose another directory or remove it first.");
        }
    }
}
