using TrmLab.Core.Interchange;
using TrmLab.Web.Comparison;
using TrmLab.Web.Exchange;
using TrmLab.Web.Store;

namespace TrmLab.Web.Components.Charts;

/// <summary>Downloads of the curves of a chart: every point with all digits, whatever the chart draws.</summary>
public static class PointsExport
{
    private const string Address = "points.csv";
    private const char Separator = '~';

    /// <summary>Adds <c>GET /points.csv?curve=RUN~METRIC&amp;curve=...</c>, with <c>format=json</c> for another form.</summary>
    public static void MapPoints(this IEndpointRouteBuilder routes) => routes.MapGet("/" + Address, Points);

    /// <summary>Where the points of a chart are.</summary>
    public static string AddressOf(ChartSpec chart) =>
        $"{Address}?{string.Join('&', chart.Traces.Select(t => "curve=" + Uri.EscapeDataString($"{t.Run}{Separator}{t.Metric}")))}";

    private static IResult Points(string[] curve, string? format, RunIndex index)
    {
        if (format is not (null or "csv" or "json")) return TableFile.Unknown;
        var series = new List<MetricSeries>();
        using (var db = index.Open())
        {
            using var snapshot = PointReader.Snapshot(db);
            var keys = curve.Select(c => c.Split(Separator, 2)).Where(k => k.Length == 2).Select(k => new CurveKey(k[0], k[1])).Distinct().ToArray();
            foreach (var run in keys.GroupBy(k => k.Run))
            {
                var id = db.Runs.Where(r => r.Run == run.Key).Select(r => r.Id).FirstOrDefault();
                var times = PointReader.Steps(db, id, -1).ToDictionary(s => s.Step, s => s.Time / 1000.0);
                foreach (var key in run)
                {
                    if (StoredSeries.Read(db, id, key.Metric, times) is not { } found) continue;
                    series.Add(keys.Any(k => k.Run != key.Run) ? found.Renamed($"{key.Run}/{key.Metric}") : found);
                }
            }
        }

        if (series.Count == 0) return Results.NotFound("none of these curves has points here");
        return format == "json"
            ? Results.Stream(stream => Write(stream, buffer => MetricExport.WriteJson(buffer, series)), "application/json", "points.json")
            : Results.Stream(stream => Write(stream, buffer => MetricExport.WriteCsv(buffer, series)), "text/csv", "points.csv");
    }

    // The writer is synchronous and a response is not: through memory.
    private static async Task Write(Stream stream, Action<Stream> write)
    {
        using var buffer = new MemoryStream();
        write(buffer);
        buffer.Position = 0;
        await buffer.CopyToAsync(stream);
    }
}
