using TrmLab.Core;
using TrmLab.Web.Store;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Hosting;

/// <summary>What the dashboard's executable does instead of serving: <c>dotnet run --project src/TrmLab.Web -- reindex</c>.</summary>
internal static class MaintenanceVerbs
{
    public static int Run(string verb, string[] options)
    {
        if (verb != "reindex") throw new InputException($"unknown verb '{verb}'; there is: reindex. Without a verb the dashboard starts");
        using var app = LabApp.Build(options);
        var data = app.Services.GetRequiredService<LabData>();
        using var hold = ServerLock.Take(data);
        app.Services.GetRequiredService<RunIndex>().Replace();
        var ingest = app.Services.GetRequiredService<RunIngest>();
        var runs = ingest.Discover();
        foreach (var run in runs) ingest.CatchUp(run);
        Console.WriteLine($"{data.Database}: {runs.Count} runs read anew");
        return 0;
    }
}
