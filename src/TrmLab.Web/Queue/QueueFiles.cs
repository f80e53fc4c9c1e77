using System.Text.Json;
using TrmLab.Core;
using TrmLab.Core.Runs;
using TrmLab.Web.Hosting;

namespace TrmLab.Web.Queue;

/// <summary><c>data/queue/LANE.json</c>: the queues. The files are the record, nothing of them is in the index.</summary>
public sealed partial class QueueFiles(LabData data, ILogger<QueueFiles> logger)
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        RespectNullableAnnotations = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private string Folder => Path.Combine(data.Root, "queue");

    /// <summary>All stored queues. A file that cannot be read is set aside under another name, so that nothing overwrites it.</summary>
    public IReadOnlyList<LaneQueue> Read()
    {
        if (!Directory.Exists(Folder)) return [];
        return [.. Directory.EnumerateFiles(Folder, "*.json").Where(f => !Path.GetFileName(f).StartsWith('.')).Order(StringComparer.Ordinal).Select(Read).OfType<LaneQueue>()];
    }

    /// <summary>Replaces one queue's file in one piece; once this returns it survives a power cut.</summary>
    /// <exception cref="InputException">It cannot be written.</exception>
    public void Write(LaneQueue queue)
    {
        try
        {
            Directory.CreateDirectory(Folder);
            DurableFile.Write(PathOf(queue.Lane), stream => JsonSerializer.Serialize(stream, queue, Format));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{PathOf(queue.Lane)}: the queue cannot be written: {e.Message}; nothing was changed", e);
        }
    }

    private string PathOf(string lane) => Path.Combine(Folder, lane + ".json");

    private LaneQueue? Read(string path)
    {
        try
        {
            var queue = JsonSerializer.Deserialize<LaneQueue>(File.ReadAllBytes(path), Format);
            if (queue is not null && queue.Lane == Path.GetFileNameWithoutExtension(path) && queue.Entries.All(e => e.Config is not null || e.Run is not null)) return queue;
            throw new JsonException("not a queue of this lane");
        }
        catch (JsonException e)
        {
            File.Move(path, path + ".unreadable", overwrite: true);
            LogUnreadable(path, e.Message);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Path} cannot be read and is kept as .unreadable: {Reason}")]
    private partial void LogUnreadable(string path, string reason);
}
