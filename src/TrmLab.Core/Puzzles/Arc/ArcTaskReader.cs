using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;

namespace TrmLab.Core.Puzzles.Arc;

/// <summary>
/// Reads ARC tasks from combined files (<c>{"id": {"train": [...], "test": [...]}}</c>, with the test outputs inside or in a solutions file), from
/// folders with one file per task, and from tar archives of such folders. Files ending in .gz are unpacked while reading.
/// </summary>
public static class ArcTaskReader
{
    private const string Challenges = "_challenges";
    private const string Solutions = "_solutions";

    /// <summary>Reads a combined file; the tasks keep its order. Without <paramref name="solutionsPath"/> the outputs must be inside.</summary>
    /// <exception cref="InputException">A file is missing or malformed; the message names the place.</exception>
    public static IReadOnlyList<ArcTask> ReadCombined(string path, string? solutionsPath = null) =>
        ReadCombined(path, solutionsPath, null);

    /// <param name="wanted">Where a solutions file would be looked for, for the message that it is missing.</param>
    private static List<ArcTask> ReadCombined(string path, string? solutionsPath, string? wanted)
    {
        using JsonDocument document = Open(path);
        using JsonDocument? solutions = solutionsPath is null ? null : Open(solutionsPath);
        OrderedDictionary<string, JsonElement>? outputs = solutions is null ? null : ById(solutions, solutionsPath!);
        var tasks = new List<ArcTask>();
        foreach ((string id, JsonElement task) in ById(document, path))
        {
            JsonElement list = default;
            if (outputs is not null && !outputs.TryGetValue(id, out list))
                throw new InputException($"{solutionsPath}: task {id} of {Path.GetFileName(path)} has no solutions here; the two files do not belong together.");
            tasks.Add(ArcJson.ReadTask(id, task, outputs is null ? null : list, path, wanted));
        }
        return tasks.Count > 0 ? tasks : throw new InputException($"{path}: there is no task in this file.");
    }

    /// <summary>Reads the challenges file of a pair of combined files and the solutions file that lies beside it, if there is one.</summary>
    /// <exception cref="InputException">The outputs are neither inside nor in a solutions file.</exception>
    public static IReadOnlyList<ArcTask> ReadChallenges(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string plain = Path.GetFileName(WithoutGz(path)).Replace(Challenges, Solutions, StringComparison.Ordinal);
        string? solutions = plain == Path.GetFileName(WithoutGz(path)) ? null : Existing(Path.Combine(folder, plain));
        return ReadCombined(path, solutions, Path.Combine(folder, plain));
    }

    /// <summary>Reads a folder of files <c>{id}.json</c>, in the order of their names.</summary>
    public static IReadOnlyList<ArcTask> ReadFolder(string folder)
    {
        var tasks = new List<ArcTask>();
        foreach (string path in Directory.GetFiles(folder).Where(IsJson).Order(StringComparer.Ordinal))
        {
            using JsonDocument document = Open(path);
            tasks.Add(ArcJson.ReadTask(IdOf(path), document.RootElement, null, path));
        }
        return tasks.Count > 0 ? tasks : throw new InputException($"{folder}: there is no .json file in this folder.");
    }

    /// <summary>Reads the .json entries of a .tar, .tar.gz or .tgz archive, one task each, in the order of their names.</summary>
    public static IReadOnlyList<ArcTask> ReadArchive(string path)
    {
        var tasks = new SortedDictionary<string, ArcTask>(StringComparer.Ordinal);
        try
        {
            using Stream stream = OpenStream(path, path.EndsWith(".tar", StringComparison.OrdinalIgnoreCase) ? null : ".gz");
            using var reader = new TarReader(stream);
            while (reader.GetNextEntry() is { } entry)
            {
                if (entry.DataStream is null || !IsJson(entry.Name))
                    continue;
                string place = $"{path}:{entry.Name}";
                using JsonDocument document = ArcJson.Parse(entry.DataStream, place);
                if (!tasks.TryAdd(IdOf(entry.Name), ArcJson.ReadTask(IdOf(entry.Name), document.RootElement, null, place)))
                    throw new InputException($"{place}: a second task of this name; the archive holds several sets, unpack it and name one folder.");
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new InputException($"{path}: the archive is damaged ({e.Message}); fetch it again.", e);
        }
        return tasks.Count > 0 ? [.. tasks.Values] : throw new InputException($"{path}: there is no .json file in this archive.");
    }

    internal static bool IsJson(string path) => WithoutGz(path).EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    /// <summary>The file or its .gz sibling, whichever exists.</summary>
    internal static string? Existing(string path) => File.Exists(path) ? path : File.Exists(path + ".gz") ? path + ".gz" : null;

    private static OrderedDictionary<string, JsonElement> ById(JsonDocument document, string place)
    {
        ArcJson.Expect(document.RootElement, JsonValueKind.Object, place, "an object by task name");
        var tasks = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (JsonProperty property in document.RootElement.EnumerateObject())
        {
            string id = NameOf(property, place);
            if (!tasks.TryAdd(id, property.Value))
                throw new InputException($"{place}: task {id} stands there twice; remove one.");
        }
        return tasks;
    }

    // Names are decoded only here: damaged UTF-8 passes the parser.
    private static string NameOf(JsonProperty property, string place)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException e)
        {
            throw new InputException($"{place}: a task's name is not valid text ({e.Message}); fetch the file again.", e);
        }
    }

    private static JsonDocument Open(string path)
    {
        using Stream stream = OpenStream(path, null);
        return ArcJson.Parse(stream, path);
    }

    private static Stream OpenStream(string path, string? compression)
    {
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return compression is not null || path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read ({e.Message})", e);
        }
    }

    private static string IdOf(string path) => Path.GetFileNameWithoutExtension(WithoutGz(path));

    private static string WithoutGz(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
}
