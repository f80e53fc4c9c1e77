using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using TrmLab.Web.Components.RunTable;
using TrmLab.Web.Jobs;
using TrmLab.Web.Lanes;
using TrmLab.Web.Queue;
using TrmLab.Web.Store;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Tests.Support;

/// <summary>Renders components on a temporary lab, without a browser.</summary>
public abstract class PageTest : BunitContext, IAsyncLifetime
{
    // A second, its own choice, is not enough where a page reads files on a busy machine.
    static PageTest() => DefaultWaitTimeout = Patience.Limit;

    protected PageTest()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices(o =>
        {
            o.SnackbarConfiguration.ShowTransitionDuration = 0;
            o.SnackbarConfiguration.HideTransitionDuration = 0;
        });
        Services.AddSingleton(Lab.Data);
        Services.AddSingleton(Lab.Index);
        Services.AddSingleton(Lab.Feed);
        Services.AddSingleton(Lab.Folder);
        Services.AddSingleton(Lab.Ingest);
        Services.AddSingleton(Lab.States);
        Services.AddSingleton(Lab.Launcher);
        Services.AddSingleton(Lab.Starter);
        Services.AddSingleton(Lab.Lanes);
        Services.AddSingleton(Lab.Queue);
        Services.AddSingleton(new RunPlanner(Lab.Queue, Lab.Starter));
        Services.AddSingleton(Lab.Board);
        Services.AddSingleton(new LocalTrainings(new LaneOccupancy(Lab.States, Lab.Folder, Lab.Lanes), Lab.Lanes, Lab.States));
        Services.AddSingleton(Lab.Host);
        Services.AddSingleton(Lab.Settings);
        Services.AddSingleton(Lab.Trash);
        Services.AddScoped<TrmLab.Web.Components.Queue.QueueDrag>();
        Services.AddSingleton(new DatasetJobs(Lab.Data));
        Services.AddSingleton<RunLabelShelf>();
        Services.AddSingleton<RunFieldsCache>();
        Services.AddSingleton<RunListReader>();
        Services.AddScoped<TrmLab.Web.Live.CircuitLink>();
    }

    protected TestLab Lab { get; } = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    // MudBlazor's services can only be disposed asynchronously, so BunitContext.DisposeAsync comes first.
    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await DisposeAsync();
        Lab.Dispose();
        GC.SuppressFinalize(this);
    }
}
