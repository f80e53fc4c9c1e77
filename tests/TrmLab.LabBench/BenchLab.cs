using Microsoft.Data.Sqlite;
using TrmLab.Core.Runs;
using TrmLab.Testing;

namespace TrmLab.LabBench;

/// <summary>The dashboard on a temporary data folder that is filled before it starts.</summary>
internal sealed class BenchLab : IAsyncDisposable
{
    private readonly HttpClient _http = new();
    private Dashboard? _dashboard;

    public string Root { get; } = Directory.CreateTempSubdirectory("trmlab-bench-").FullName;

    public string Url => _dashboard!.Url;

    /// <summary>Megabytes of memory that the dashboard holds.</summary>
    public double Memory
    {
        get
        {
            _dashboard!.Process.Process.Refresh();
            return _dashboard.Process.Process.WorkingSet64 / 1e6;
        }
    }

    public RunDirectory Run(string id)
    {
        var run = RunDirectory.At(Path.Combine(Root, "runs", id));
        Directory.CreateDirectory(run.Root);
        return run;
    }

    public async Task StartAsync() => _dashboard = await Dashboard.StartAsync(new DashboardSettings { Root = Root });

    /// <summary>Points of a metric in the index, counted in the download of all of them.</summary>
    public async Task<long> PointsAsync(string run, string metric)
    {
        using var answer = await _http.GetAsync($"{Url}/points.csv?curve={Uri.EscapeDataString($"{run}~{metric}")}");
        return answer.IsSuccessStatusCode ? (await answer.Content.ReadAsStringAsync()).Count(c => c == '\n') - 1 : 0;
    }

    /// <summary>Waits until that many points of a run are in the index.</summary>
    public async Task IndexedAsync(string run, string metric, long points)
    {
        while (await PointsAsync(run, metric) < points) await Task.Delay(200);
    }

    /// <summary>Points of all runs in the index, asked of its file: the dashboard has nothing to do with the answer.</summary>
    public long PointsInIndex()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(Root, "trmlab.db")};Mode=ReadOnly;Pooling=False;Default Timeout=30");
        connection.Open();
        using var query = connection.CreateCommand();
        query.CommandText = """SELECT coalesce(sum("Count"), 0) FROM run_metrics""";
        return (long)query.ExecuteScalar()!;
    }

    public async ValueTask DisposeAsync()
    {
        if (_dashboard is not null) await _dashboard.DisposeAsync();
        _http.Dispose();
        Directory.Delete(Root, recursive: true);
    }
}
