using System.Text.Json;
using TrmLab.Core;
using TrmLab.Core.Runs;
using TrmLab.Web.Security;

namespace TrmLab.Web.Hosting;

/// <summary>Keeps the <see cref="LabSettings"/>; whoever uses them asks each time.</summary>
public sealed partial class SettingsFile
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, RespectNullableAnnotations = true };

    private readonly string _path;
    private volatile LabSettings _current;

    public SettingsFile(LabData data, ILogger<SettingsFile> logger)
    {
        _path = Path.Combine(data.Root, "settings.json");
        _current = Read(logger);
    }

    /// <summary>The settings now.</summary>
    public LabSettings Current => _current;

    /// <summary>Replaces them.</summary>
    /// <exception cref="InputException">One cannot be meant, or the file cannot be written.</exception>
    public void Save(LabSettings settings)
    {
        LabAccess.RequireChange();
        if (settings.Problems() is { Count: > 0 } problems) throw new InputException(string.Join("; ", problems.Select(p => $"{p.Key}: {p.Value}")));
        try
        {
            DurableFile.Write(_path, stream => JsonSerializer.Serialize(stream, settings, Format));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{_path}: the settings cannot be written: {e.Message}", e);
        }

        _current = settings;
    }

    private LabSettings Read(ILogger logger)
    {
        try
        {
            if (!File.Exists(_path)) return new LabSettings();
            var settings = JsonSerializer.Deserialize<LabSettings>(File.ReadAllBytes(_path), Format) ?? new LabSettings();
            if (settings.Problems() is { Count: > 0 } problems) throw new JsonException(string.Join("; ", problems.Select(p => $"{p.Key}: {p.Value}")));
            return settings;
        }
        catch (JsonException e)
        {
            // Kept for its owner; the defaults warn of everything.
            File.Move(_path, _path + ".unreadable", overwrite: true);
            LogUnreadable(logger, _path, e.Message);
            return new LabSettings();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Path} cannot be read and is kept as .unreadable; the defaults hold: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, string path, string reason);
}
