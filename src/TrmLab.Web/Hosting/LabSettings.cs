using System.Text.Json.Serialization;

namespace TrmLab.Web.Hosting;

/// <summary>What is set on the settings page, in <c>data/settings.json</c>; what the program needs before it starts is in appsettings.json instead.</summary>
public sealed record LabSettings
{
    /// <summary>Days after which a deleted run is removed for good; 0 leaves that to a person.</summary>
    [JsonPropertyName("trash_days")] public int TrashDays { get; init; } = 30;

    /// <summary>Tell of NaN and infinities in a run's metrics.</summary>
    [JsonPropertyName("alert_non_finite")] public bool AlertNonFinite { get; init; } = true;

    /// <summary>Minutes without an event of a running trainer; 0 never tells.</summary>
    [JsonPropertyName("alert_no_progress_minutes")] public double AlertNoProgressMinutes { get; init; } = 15;

    /// <summary>Gigabytes (10^9 bytes) free on the data folder's drive; 0 never tells.</summary>
    [JsonPropertyName("alert_disk_gigabytes")] public double AlertDiskGigabytes { get; init; } = 5;

    /// <summary>Tell when a run finishes, stops, fails or is lost.</summary>
    [JsonPropertyName("alert_run_ended")] public bool AlertRunEnded { get; init; } = true;

    /// <summary>Percentage points by which the last exact accuracy lies below the best; 0 never tells.</summary>
    [JsonPropertyName("alert_below_best_points")] public double AlertBelowBestPoints { get; init; } = 5;

    /// <summary>Where alerts are posted; empty for nowhere.</summary>
    [JsonPropertyName("webhook_url")] public string WebhookUrl { get; init; } = "";

    /// <summary>Post to addresses of this machine and its networks too.</summary>
    [JsonPropertyName("webhook_private")] public bool WebhookPrivate { get; init; }

    /// <summary>What cannot be meant, by field.</summary>
    public IReadOnlyDictionary<string, string> Problems()
    {
        var problems = new Dictionary<string, string>();
        void require(bool holds, string field, string message)
        {
            if (!holds) problems[field] = message;
        }

        require(TrashDays is >= 0 and <= 3650, "trash_days", "between 0 (never) and 3650");
        require(AlertNoProgressMinutes is >= 0 and <= 100_000, "alert_no_progress_minutes", "between 0 (never) and 100000");
        require(AlertDiskGigabytes is >= 0 and <= 1_000_000, "alert_disk_gigabytes", "between 0 (never) and 1000000");
        require(AlertBelowBestPoints is >= 0 and <= 100, "alert_below_best_points", "between 0 (never) and 100");
        require(WebhookUrl.Length == 0 || (Uri.TryCreate(WebhookUrl, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0), "webhook_url", "an address such as https://example.org/hook, without user and password");
        return problems;
    }
}
