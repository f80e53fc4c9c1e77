using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using TrmLab.Web.Hosting;
using TrmLab.Web.Store;

namespace TrmLab.Web.Tests.Support;

/// <summary>The whole program in this process, on a free port and a temporary data folder.</summary>
public sealed class LabServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ServerLock _hold;

    private LabServer(WebApplication app, ServerLock hold)
    {
        _app = app;
        _hold = hold;
    }

    public string Url => _app.Urls.First();

    public LabData Data => Get<LabData>();

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public static async Task<LabServer> StartAsync(params string[] options)
    {
        var root = Directory.CreateTempSubdirectory("trmlab-test-").FullName;
        var app = LabApp.Build(["--urls", "http://127.0.0.1:0", $"--Lab:DataRoot={root}", $"--Lab:TrainerPath={Checkout.FakeTrainer}", .. options]);
        var hold = ServerLock.Take(app.Services.GetRequiredService<LabData>());
        app.Services.GetRequiredService<RunIndex>().Prepare();
        await app.StartAsync();
        return new LabServer(app, hold);
    }

    public async ValueTask DisposeAsync()
    {
        var root = Data.Root;
        await _app.StopAsync();
        await _app.DisposeAsync();
        _hold.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        TestLab.Delete(root);
    }
}
