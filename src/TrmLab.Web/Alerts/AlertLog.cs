using System.Text.Json;
using TrmLab.Core.Runs;
using TrmLab.Web.Hosting;

namespace TrmLab.Web.Alerts;

/// <summary>The alerts, in a file that outlives the dashboard; each is a line of the program's log too, and goes to whoever listens.</summary>
public sealed partial class AlertLog
{
    /// <summary>Alerts that are kept.</summary>
    public const int Limit = 200;

    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, RespectNullableAnnotations = true };

    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly ILogger<AlertLog> _logger;
    private AlertRecord _record;

    public AlertLog(LabData data, ILogger<AlertLog> logger)
    {
        _path = Path.Combine(data.Root, "alerts.json");
        _logger = logger;
        _record = Load();
    }

    /// <summary>A new alert, on the thread that raised it.</summary>
    public event Action<Alert>? Raised;

    /// <summary>The last alerts, newest first.</summary>
    public IReadOnlyList<Alert> All
    {
        get
        {
            lock (_gate) return _record.Alerts;
        }
    }

    internal IReadOnlySet<string>? Settled
    {
        get
        {
            lock (_gate) return _record.Settled;
        }
    }

    /// <summary>Adds an alert unless its occasion was told already.</summary>
    public void Raise(Alert alert)
    {
        lock (_gate)
        {
            if (_record.Alerts.Any(a => a.Key == alert.Key)) return;
            Store(_record with { Alerts = [alert, .. _record.Alerts.Take(Limit - 1)] });
        }

        if (alert.IsProblem) LogProblem(alert.Kind, alert.Name ?? "", alert.Text);
        else LogNews(alert.Kind, alert.Name ?? "", alert.Text);
        Raised?.Invoke(alert);
    }

    /// <summary>Marks all as seen.</summary>
    public void MarkRead()
    {
        lock (_gate)
        {
            if (_record.Alerts.Any(a => !a.Read)) Store(_record with { Alerts = [.. _record.Alerts.Select(a => a with { Read = true })] });
        }
    }

    internal void Settle(HashSet<string> runs)
    {
        lock (_gate)
        {
            if (_record.Settled is null || !_record.Settled.SetEquals(runs)) Store(_record with { Settled = runs });
        }
    }

    private AlertRecord Load()
    {
        try
        {
            return File.Exists(_path) ? JsonSerializer.Deserialize<AlertRecord>(File.ReadAllBytes(_path), Format) ?? new AlertRecord() : new AlertRecord();
        }
        catch (JsonException e)
        {
            File.Move(_path, _path + ".unreadable", overwrite: true);
            LogUnreadable(_path, e.Message);
            return new AlertRecord();
        }
    }

    private void Store(AlertRecord record)
    {
        _record = record;
        try
        {
            DurableFile.Write(_path, stream => JsonSerializer.Serialize(stream, record, Format));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk is one of the things to tell of: what is in memory is told all the same.
            LogNotStored(_path, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Alert ({Kind}): {Run} {Text}")]
    private partial void LogProblem(AlertKind kind, string run, string text);

    [LoggerMessage(Level = LogLevel.Information, Message = "Alert ({Kind}): {Run} {Text}")]
    private partial void LogNews(AlertKind kind, string run, string text);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Path} cannot be written: {Reason}")]
    private partial void LogNotStored(string path, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Path} cannot be read and is kept as .unreadable: {Reason}")]
    private partial void LogUnreadable(string path, string reason);
}
