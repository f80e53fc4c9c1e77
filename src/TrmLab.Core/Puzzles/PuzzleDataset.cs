using System.Text.Json;

namespace TrmLab.Core.Puzzles;

/// <summary>
/// One split of one or several data set directories, in the reference's on-disk format. Joined directories must agree in everything that
/// describes a token and in num_puzzle_identifiers; as in the reference, identifiers are not shifted (equal identifiers share an
/// embedding row) although the merged number of identifiers is the sum.
/// </summary>
public sealed class PuzzleDataset : IDisposable
{
    private PuzzleDataset(IReadOnlyList<string> directories, string split, DatasetMetadata metadata, IReadOnlyList<PuzzleSet> sets)
    {
        Directories = directories;
        Split = split;
        Metadata = metadata;
        Sets = sets;
    }

    public IReadOnlyList<string> Directories { get; }

    /// <summary><c>train</c> or <c>test</c>.</summary>
    public string Split { get; }

    /// <summary>Merged over the directories.</summary>
    public DatasetMetadata Metadata { get; }

    public IReadOnlyList<PuzzleSet> Sets { get; }

    /// <summary>Whether a directory has the split at all.</summary>
    public static bool HasSplit(string directory, string split) => File.Exists(Path.Combine(directory, split, "dataset.json"));

    /// <summary>The merged metadata alone, without opening the arrays.</summary>
    /// <exception cref="InputException">A file is missing or damaged, or the directories do not fit together.</exception>
    public static DatasetMetadata ReadMetadata(IReadOnlyList<string> directories, string split) =>
        MergedMetadata.Of(directories, [.. directories.Select(directory => DatasetMetadata.Load(Path.Combine(directory, split, "dataset.json")))]);

    /// <inheritdoc cref="Open(IReadOnlyList{string}, string)"/>
    public static PuzzleDataset Open(string directory, string split) => Open([directory], split);

    /// <exception cref="InputException">A file is missing or damaged, or the directories do not fit together.</exception>
    public static PuzzleDataset Open(IReadOnlyList<string> directories, string split)
    {
        if (directories.Count == 0)
        {
            throw new InputException("No data set directory is given (data_paths).");
        }

        DatasetMetadata[] metadata = [.. directories.Select(directory => DatasetMetadata.Load(Path.Combine(directory, split, "dataset.json")))];
        var sets = new List<PuzzleSet>();
        try
        {
            foreach (string set in metadata[0].Sets)
            {
                for (int i = 0; i < directories.Count; i++)
                {
                    sets.Add(PuzzleSet.Open(i == 0 ? set : $"{set}{i}", Path.Combine(directories[i], split), set, metadata[i]));
                }
            }

            return new PuzzleDataset(directories, split, MergedMetadata.Of(directories, metadata), sets);
        }
        catch
        {
            sets.ForEach(set => set.Dispose());
            throw;
        }
    }

    /// <summary>Names by puzzle identifier of one directory (identifiers.json).</summary>
    public static IReadOnlyList<string> ReadIdentifiers(string directory)
    {
        string path = Path.Combine(directory, "identifiers.json");
        try
        {
            return JsonSerializer.Deserialize<string[]>(File.ReadAllBytes(path)) ?? throw new InputException($"{path}: empty.");
        }
        catch (Exception error) when (error is IOException or JsonException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: a JSON list of puzzle names is expected ({error.Message})", error);
        }
    }

    public void Dispose()
    {
        foreach (PuzzleSet set in Sets)
        {
            set.Dispose();
        }
    }
}
