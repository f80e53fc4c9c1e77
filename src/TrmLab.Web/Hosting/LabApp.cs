using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.Options;
using MudBlazor.Services;
using TrmLab.Web.Alerts;
using TrmLab.Web.Checkpoints;
using TrmLab.Web.Comparison;
using TrmLab.Web.Components;
using TrmLab.Web.Components.Charts;
using TrmLab.Web.Components.Compare;
using TrmLab.Web.Components.RunTable;
using TrmLab.Web.Datasets;
using TrmLab.Web.Exchange;
using TrmLab.Web.Inference;
using TrmLab.Web.Jobs;
using TrmLab.Web.Lanes;
using TrmLab.Web.Live;
using TrmLab.Web.Queue;
using TrmLab.Web.Security;
using TrmLab.Web.Slurm;
using TrmLab.Web.Store;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Hosting;

/// <summary>Puts the dashboard together.</summary>
public static class LabApp
{
    /// <summary>The program with all its services; nothing is opened or started yet.</summary>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = "TrmLab.Web",
            ContentRootPath = LabPaths.ContentRoot(args),
        });
        // There is no launchSettings.json: static assets also outside Development. Does nothing once published.
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.AddServerHeader = false;
            k.Limits.MaxRequestBodySize = 64L << 20;
        });
        AddLab(builder.Services, builder.Configuration);
        AddPages(builder.Services, builder.Environment);
        var app = builder.Build();
        MapAll(app);
        return app;
    }

    private static void AddLab(IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LabOptions>().BindConfiguration(LabOptions.Section, o => o.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<LabOptions>, LabOptionsRules>();
        services.AddSingleton(p => LabData.Of(p.GetRequiredService<IOptions<LabOptions>>().Value, p.GetRequiredService<IHostEnvironment>().ContentRootPath));
        services.AddLabSecurity(configuration);
        services.AddSingleton<RunIndex>();
        services.AddSingleton<RunFeed>();
        services.AddSingleton<RunFolder>();
        services.AddSingleton<RunLiveness>();
        services.AddSingleton<RunIngest>();
        services.AddSingleton<RunStates>();
        services.AddSingleton<RunInfos>();
        services.AddSingleton<RunLabelShelf>();
        services.AddSingleton<RunFieldsCache>();
        services.AddSingleton<RunListReader>();
        services.AddSingleton<TrainerProgram>();
        services.AddSingleton<NvidiaSmi>();
        services.AddSingleton<HostReader>();
        services.AddSingleton<ILaneSource, LocalLanes>();
        services.AddSlurm();
        services.AddSingleton<RunLanes>();
        services.AddSingleton<TrainerCommand>();
        services.AddSingleton<CheckpointInventory>();
        services.AddSingleton<CheckpointVerification>();
        services.AddSingleton<CheckpointTrash>();
        services.AddSingleton<RunLauncher>();
        services.AddSingleton<RunStarter>();
        services.AddSingleton<LaneOccupancy>();
        services.AddSingleton<LocalTrainings>();
        services.AddSingleton<QueueFiles>();
        services.AddSingleton<LaunchQueue>();
        services.AddHostedService<QueueFeeder>();
        services.AddSingleton<RunPlanner>();
        services.AddSingleton<LaneBoard>();
        services.AddSingleton<SettingsFile>();
        services.AddSingleton<RunTrash>();
        services.AddHostedService<TrashRetention>();
        services.AddSingleton<AlertLog>();
        services.AddHostedService<AlertWatch>();
        services.AddSingleton<WebhookClient>();
        services.AddSingleton<WebhookSender>();
        services.AddHostedService(p => p.GetRequiredService<WebhookSender>());
        services.AddSingleton<DatasetJobs>();
        services.AddSingleton<Uploads>();
        services.AddSingleton<SpentFiles>();
        services.AddSingleton<DatasetRemoval>();
        services.AddHostedService<JobRunner>();
        services.AddSingleton<InferenceClient>();
        services.AddSingleton<TraceLibrary>();
        services.AddSingleton<CheckpointCatalog>();
        services.AddSingleton<FindingStore>();
        services.AddSingleton<PuzzlePairing>();
        services.AddSingleton<MetricImport>();
        services.AddHostedService<RunLogIngestor>();
        services.AddHostedService<RunWatcher>();
        services.AddHostedService<RunBroadcast>();
        services.AddSignalR(o =>
        {
            o.MaximumReceiveMessageSize = 32 * 1024;
            o.StreamBufferCapacity = 4;
        }).AddHubOptions<RunsHub>(_ => { }).AddJsonProtocol(o => o.PayloadSerializerOptions.NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals);
    }

    private static void AddPages(IServiceCollection services, IHostEnvironment environment)
    {
        services.AddRazorComponents().AddInteractiveServerComponents(o =>
        {
            o.DetailedErrors = environment.IsDevelopment();
            o.DisconnectedCircuitMaxRetained = 50;
            o.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(10);
            o.JSInteropDefaultCallTimeout = TimeSpan.FromSeconds(30);
        }).AddHubOptions(o => o.MaximumReceiveMessageSize = 256 * 1024);
        services.AddMudServices();
        services.AddScoped<CircuitLink>();
        services.AddScoped<Components.Queue.QueueDrag>();
        services.AddScoped<CircuitHandler>(p => p.GetRequiredService<CircuitLink>());
        services.AddHttpContextAccessor();
    }

    private static void MapAll(WebApplication app)
    {
        if (!app.Environment.IsDevelopment()) app.UseExceptionHandler("/error", createScopeForErrors: true);
        // Before the re-execution below: a refused POST that is executed again would turn from 403 into 400.
        app.UseLabSecurity();
        app.UseWhen(
            c => HttpMethods.IsGet(c.Request.Method) && !c.Request.Path.StartsWithSegments("/hubs"),
            a => a.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true));
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapGet("/healthz", () => "ok").AllowAnonymous();
        app.MapLogin();
        app.MapExports();
        app.MapRunFiles();
        app.MapEmaReportExport();
        app.MapCheckpointExport();
        app.MapPoints();
        app.MapRunTable();
        app.MapFinals();
        app.MapHub<RunsHub>("/hubs/runs");
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(o => o.ContentSecurityFrameAncestorsPolicy = "'none'");
    }
}
