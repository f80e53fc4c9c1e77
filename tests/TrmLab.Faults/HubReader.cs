using System.Text.Json.Serialization;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace TrmLab.Faults;

/// <summary>A run as the hub tells it.</summary>
internal sealed record SeenRun(string Run, string Phase, string Reason, long Step);

/// <summary>Points as the hub sends them.</summary>
internal sealed record SeenSeries(string Metric, long[] Steps, double[] Values);

/// <summary>One batch of a stream.</summary>
internal sealed record SeenBatch(bool Restart, SeenSeries[] Series, SeenRun Run, bool Ended);

/// <summary>A program that reads the dashboard's hub, as docs/hub.md describes it.</summary>
internal sealed class HubReader : IAsyncDisposable
{
    private readonly HubConnection _hub;

    private HubReader(HubConnection hub) => _hub = hub;

    /// <summary>Connects.</summary>
    public static async Task<HubReader> OpenAsync(string url)
    {
        var hub = new HubConnectionBuilder().WithUrl(url + "/hubs/runs")
            .AddJsonProtocol(o => o.PayloadSerializerOptions.NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)
            .Build();
        await hub.StartAsync();
        return new HubReader(hub);
    }

    /// <summary>All runs.</summary>
    public Task<SeenRun[]> RunsAsync() => _hub.InvokeAsync<SeenRun[]>("ListRuns");

    /// <summary>The points of a run from the beginning and to come.</summary>
    public IAsyncEnumerable<SeenBatch> PointsAsync(string run, CancellationToken cancellation = default) => _hub.StreamAsync<SeenBatch>("StreamPoints", run, -1L, cancellation);

    /// <summary>Runs with their phases, asked over a connection of its own; null while the server does not answer.</summary>
    public static async Task<SeenRun[]?> TryRunsAsync(string url)
    {
        try
        {
            await using var hub = await OpenAsync(url);
            return await hub.RunsAsync();
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidOperationException or TimeoutException or Microsoft.AspNetCore.SignalR.HubException or TaskCanceledException)
        {
            return null;
        }
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();
}
