namespace TrmLab.Core.Puzzles.Arc;

/// <summary>Where a named set of tasks is to be read from: a folder of combined files, a folder of task files, an archive or one file.</summary>
/// <param name="Name">The set's name: <c>training</c>, <c>evaluation</c>, <c>training2</c>, <c>evaluation2</c>, <c>concept</c> or one's own.</param>
/// <param name="Path">A folder or file.</param>
public sealed record ArcSubsetSource(string Name, string Path)
{
    /// <summary>
    /// Reads <c>NAME</c> (the set lies in <paramref name="folder"/>) or <c>NAME=PATH</c>.
    /// </summary>
    public static ArcSubsetSource Parse(string text, string? folder)
    {
        string[] parts = text.Split('=', 2, StringSplitOptions.TrimEntries);
        if (parts[0].Length == 0 || (parts.Length == 2 && parts[1].Length == 0))
            throw new InputException($"'{text}' names no set of tasks; write NAME or NAME=PATH.");
        if (parts.Length == 1 && folder is null)
            throw new InputException($"Where is the set '{text}'? Name the folder of the ARC files, or write {text}=PATH.");
        return new ArcSubsetSource(parts[0], parts.Length == 2 ? parts[1] : folder!);
    }

    /// <summary>
    /// Reads the tasks. In a folder these are looked for in this order: <c>*_NAME_challenges.json[.gz]</c> (with its solutions file),
    /// a folder NAME of task files, and task files in the folder itself.
    /// </summary>
    /// <exception cref="InputException">Nothing is there, or something in it is wrong.</exception>
    public ArcSubset Read()
    {
        (string source, IReadOnlyList<ArcTask> tasks) = Directory.Exists(Path) ? ReadFromFolder() : (Path, ReadFromFile());
        return new ArcSubset(Name, source, tasks);
    }

    private (string Source, IReadOnlyList<ArcTask> Tasks) ReadFromFolder()
    {
        string[] combined = [.. Directory.GetFiles(Path).Where(IsChallengesFile).Order(StringComparer.Ordinal)];
        if (combined.Length > 1 && combined[0] + ".gz" != combined[1])
            throw new InputException($"{Path}: there are several challenge files of the set '{Name}'; write {Name}=FILE to choose one.");
        if (combined.Length > 0)
            return (combined[0], ArcTaskReader.ReadChallenges(combined[0]));
        string inner = System.IO.Path.Combine(Path, Name);
        if (Directory.Exists(inner))
            return (inner, ArcTaskReader.ReadFolder(inner));
        bool holdsOtherSets = Directory.GetFiles(Path).Any(file => file.Contains("_challenges.json", StringComparison.Ordinal));
        if (holdsOtherSets || !Directory.GetFiles(Path).Any(ArcTaskReader.IsJson))
            throw new InputException($"{Path}: the set '{Name}' is not here: neither *_{Name}_challenges.json[.gz] nor a folder {Name} of task files.");
        return (Path, ArcTaskReader.ReadFolder(Path));
    }

    private IReadOnlyList<ArcTask> ReadFromFile()
    {
        if (!File.Exists(Path))
            throw new InputException($"{Path}: there is no such file or folder; the set '{Name}' was to be read from it.");
        string[] archives = [".tar", ".tar.gz", ".tgz"];
        return archives.Any(ending => Path.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            ? ArcTaskReader.ReadArchive(Path)
            : ArcTaskReader.ReadChallenges(Path);
    }

    // With a separator before the name, so that "training" does not take "training2" nor "2" the former.
    private bool IsChallengesFile(string file)
    {
        string name = System.IO.Path.GetFileName(file);
        string plain = name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;
        return plain == $"{Name}_challenges.json" || plain.EndsWith($"_{Name}_challenges.json", StringComparison.Ordinal)
            || plain.EndsWith($"-{Name}_challenges.json", StringComparison.Ordinal);
    }
}
