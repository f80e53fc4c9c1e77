using System.Text.Json;
using TrmLab.Core.Tracing;

namespace TrmLab.Web.Inference;

/// <summary>A trace as the page needs it.</summary>
/// <param name="Bytes">The file that goes to the browser.</param>
/// <param name="Trace">The same, read.</param>
/// <param name="Figures">What its answers come to.</param>
public sealed record ShownTrace(byte[] Bytes, RecursionTrace Trace, TraceFigures Figures);

/// <summary>The traces made last: going back to a puzzle, reloading the page and a second reader cost nothing.</summary>
public sealed class TraceLibrary(InferenceClient client)
{
    private const int Kept = 24;

    private readonly Lock _gate = new();
    private readonly LinkedList<(string Key, ShownTrace Trace)> _recent = [];

    /// <summary>The trace of a request, made now or before.</summary>
    /// <param name="version">Changes when the checkpoint's files do.</param>
    /// <inheritdoc cref="InferenceClient.TraceAsync" path="/exception"/>
    public async Task<ShownTrace> GetAsync(TraceRequest request, DateTimeOffset version, CancellationToken cancellation)
    {
        var key = version.UtcTicks + JsonSerializer.Serialize(request, TraceFile.Json);
        lock (_gate)
        {
            for (var node = _recent.First; node is not null; node = node.Next)
            {
                if (node.Value.Key != key) continue;
                _recent.Remove(node);
                _recent.AddFirst(node);
                return node.Value.Trace;
            }
        }

        var bytes = await client.TraceAsync(request, cancellation);
        var trace = TraceFile.Read(bytes, "the inference worker's reply");
        var shown = new ShownTrace(bytes, trace, TraceFigures.Of(trace));
        lock (_gate)
        {
            _recent.AddFirst((key, shown));
            while (_recent.Count > Kept) _recent.RemoveLast();
        }

        return shown;
    }
}
