using System.Text;

namespace TrmLab.Core.Interchange.TensorBoard;

/// <summary>A scalar of an event.</summary>
internal readonly record struct EventScalar(string Tag, double Value);

/// <summary>What matters of an <c>Event</c> message: when, which step, which scalars.</summary>
internal sealed class EventMessage
{
    private readonly List<EventScalar> _scalars = [];

    /// <summary>Unix time in seconds.</summary>
    public double WallTime { get; private set; }

    public long Step { get; private set; }

    /// <summary>Such as <c>brain.Event:2</c>, in a file's first event.</summary>
    public string? FileVersion { get; private set; }

    public IReadOnlyList<EventScalar> Scalars => _scalars;

    /// <summary>Images, histograms, texts and the like.</summary>
    public int Others { get; private set; }

    /// <summary>Parses into this object, replacing what it held; false if the message is malformed.</summary>
    public bool Read(ReadOnlySpan<byte> message)
    {
        (WallTime, Step, FileVersion, Others) = (0, 0, null, 0);
        _scalars.Clear();
        var fields = new ProtoFields(message);
        while (fields.Next())
        {
            switch (fields.Number, fields.WireType)
            {
                case (1, 1): WallTime = fields.AsDouble; break;
                case (2, 0): Step = (long)fields.Bits; break;
                case (3, 2): FileVersion = Encoding.UTF8.GetString(fields.Bytes); break;
                case (5, 2) when !ReadSummary(fields.Bytes): return false;
            }
        }

        return !fields.Malformed;
    }

    private bool ReadSummary(ReadOnlySpan<byte> message)
    {
        var fields = new ProtoFields(message);
        while (fields.Next())
        {
            if (fields is { Number: 1, WireType: 2 } && !ReadValue(fields.Bytes)) return false;
        }

        return !fields.Malformed;
    }

    private bool ReadValue(ReadOnlySpan<byte> message)
    {
        string? tag = null;
        double? value = null;
        var foreign = false;
        var fields = new ProtoFields(message);
        while (fields.Next())
        {
            switch (fields.Number, fields.WireType)
            {
                case (1, 2): tag = Encoding.UTF8.GetString(fields.Bytes); break;
                case (2, 5): value = fields.AsSingle; break;
                case (8, 2): value = ScalarTensor.Read(fields.Bytes); break;
                case (9, 2): foreign = PluginOf(fields.Bytes) is not ("" or "scalars"); break;
            }
        }

        if (fields.Malformed) return false;
        if (tag is { Length: > 0 } && value is { } scalar && !foreign) _scalars.Add(new EventScalar(tag, scalar));
        else Others++;
        return true;
    }

    private static string PluginOf(ReadOnlySpan<byte> metadata)
    {
        var name = "";
        var fields = new ProtoFields(metadata);
        while (fields.Next())
        {
            if (fields is not { Number: 1, WireType: 2 }) continue;
            var plugin = new ProtoFields(fields.Bytes);
            while (plugin.Next())
            {
                if (plugin is { Number: 1, WireType: 2 }) name = Encoding.UTF8.GetString(plugin.Bytes);
            }
        }

        return name;
    }
}
