using System.Text.Json;

namespace TrmLab.Faults.Fuzzing;

/// <summary>Messages of the hub's JSON protocol.</summary>
internal static class HubMessages
{
    private const int FirstType = 1;
    private const int LastType = 9;

    /// <summary>Each ends with the protocol's separator.</summary>
    public static IReadOnlyList<byte[]> Corpus() =>
    [
        .. new[]
        {
            """{"type":1,"invocationId":"1","target":"ListRuns","arguments":[]}""",
            """{"type":1,"target":"WatchRuns","arguments":[]}""",
            """{"type":1,"invocationId":"2","target":"UnwatchRuns","arguments":[]}""",
            """{"type":4,"invocationId":"3","target":"StreamPoints","arguments":["20260101-120000-abcdef",-1]}""",
            """{"type":4,"invocationId":"4","target":"StreamPoints","arguments":["../../etc/passwd",9223372036854775807],"streamIds":["a"]}""",
            """{"type":2,"invocationId":"3","item":{"a":[1,2]}}""",
            """{"type":3,"invocationId":"3","error":"x","result":1}""",
            """{"type":5,"invocationId":"3"}""",
            """{"type":6}""",
            """{"type":1,"invocationId":"5","target":"NoSuchMethod","arguments":[{"a":{"b":[[[]]]}}],"headers":{"h":"v"}}""",
        }.Select(m => Samples.Utf8(m + "\u001e")),
    ];

    /// <summary>
    /// True if one of the messages is of a type that the protocol does not have. SignalR leaves it in its buffer and reads nothing behind it,
    /// so that this connection, and no other, stays silent.
    /// </summary>
    public static bool IsLeftOut(ReadOnlySpan<byte> input)
    {
        foreach (var range in input.Split((byte)0x1e))
        {
            if (TypeOf(input[range]) is < FirstType or > LastType) return true;
        }

        return false;
    }

    // As SignalR reads it: the first object, whatever comes behind it, and of several types the last.
    private static int? TypeOf(ReadOnlySpan<byte> record)
    {
        int? type = null;
        var reader = new Utf8JsonReader(record);
        try
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                if (reader.TokenType != JsonTokenType.PropertyName) continue;
                var isType = reader.ValueTextEquals("type"u8);
                reader.Read();
                if (isType) type = reader.GetInt32();
                else reader.Skip();
            }

            return reader.TokenType == JsonTokenType.EndObject ? type : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }
}
