namespace TrmLab.Faults.Fuzzing;

/// <summary>Messages of the hub's JSON protocol.</summary>
internal static class HubMessages
{
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
}
