using System.Text.Json;

namespace TrmLab.Core.Puzzles.Arc;

/// <summary>Numbers puzzles by name in the order of their appearance, from 1; 0 is the blank identifier. A row of the puzzle embedding each.</summary>
internal sealed class ArcIdentifiers
{
    private const string BlankName = "<blank>";
    private readonly Dictionary<(string Task, ArcAugmentation Augmentation), int> _numbers = [];
    private readonly List<(string Task, ArcAugmentation Augmentation)> _puzzles = [];

    /// <summary>The blank one included.</summary>
    internal int Count => _puzzles.Count + 1;

    internal int this[string task, ArcAugmentation augmentation] => _numbers[(task, augmentation)];

    /// <summary>A task that stands in two sets keeps one identifier per augmentation, because identifiers belong to names.</summary>
    internal void Add(string task, ArcAugmentation augmentation)
    {
        if (_numbers.TryAdd((task, augmentation), Count))
            _puzzles.Add((task, augmentation));
    }

    /// <summary>Writes identifiers.json without holding a million names at once.</summary>
    internal void Write(Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, ArcTaskWriter.PlainText);
        json.WriteStartArray();
        json.WriteStringValue(BlankName);
        foreach ((string task, ArcAugmentation augmentation) in _puzzles)
        {
            json.WriteStringValue(augmentation == default ? task : augmentation.NameOf(task));
            if (json.BytesPending > 1 << 16)
                json.Flush();
        }
        json.WriteEndArray();
    }
}
