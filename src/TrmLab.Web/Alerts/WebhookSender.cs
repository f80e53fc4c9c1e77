using System.Threading.Channels;
using TrmLab.Core;
using TrmLab.Web.Hosting;

namespace TrmLab.Web.Alerts;

/// <summary>Sends alerts on, one after the other and apart from whoever raises them: a receiver that is slow or down holds up nothing here.</summary>
public sealed partial class WebhookSender : BackgroundService
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)];

    private readonly AlertLog _log;
    private readonly WebhookClient _client;
    private readonly SettingsFile _settings;
    private readonly ILogger<WebhookSender> _logger;
    private readonly Channel<Alert> _waiting = Channel.CreateBounded<Alert>(new BoundedChannelOptions(100) { FullMode = BoundedChannelFullMode.DropOldest });

    public WebhookSender(AlertLog log, WebhookClient client, SettingsFile settings, ILogger<WebhookSender> logger)
    {
        (_log, _client, _settings, _logger) = (log, client, settings, logger);
        // From here on, not from the start of the loop below: what is raised in between waits for it.
        _log.Raised += Take;
    }

    /// <summary>How the last delivery went; null before the first.</summary>
    public string? LastResult { get; private set; }

    public override void Dispose()
    {
        _log.Raised -= Take;
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var alert in _waiting.Reader.ReadAllAsync(stoppingToken)) await DeliverAsync(alert, stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The program ends.
        }
    }

    private void Take(Alert alert)
    {
        if (_settings.Current.WebhookUrl.Length > 0) _waiting.Writer.TryWrite(alert);
    }

    private async Task DeliverAsync(Alert alert, CancellationToken stop)
    {
        for (var attempt = 0; _settings.Current.WebhookUrl.Length > 0; attempt++)
        {
            try
            {
                await _client.PostAsync(alert, stop);
                LastResult = "delivered: " + alert.Text;
                return;
            }
            catch (InputException e)
            {
                LastResult = e.Message;
                LogFailure(e.Message, attempt + 1);
            }

            if (attempt == Pauses.Length) return;
            await Task.Delay(Pauses[attempt], stop);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhook: {Reason} (attempt {Attempt})")]
    private partial void LogFailure(string reason, int attempt);
}
