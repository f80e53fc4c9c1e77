using TrmLab.Core;
using TrmLab.Web.Security;
using TrmLab.Web.Store;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Hosting;

/// <summary>What the dashboard's executable does instead of serving: <c>dotnet run --project src/TrmLab.Web -- reindex</c>.</summary>
internal static class MaintenanceVerbs
{
    public static int Run(string verb, string[] options)
    {
        return (verb, options) switch
        {
            ("reindex", _) => Reindex(options),
            ("token", ["rotate", ..]) => RotateToken(options[1..]),
            ("token", _) => throw new InputException("token: expected `token rotate`"),
            _ => throw new InputException($"unknown verb '{verb}'; there are: reindex, token rotate. Without a verb the dashboard starts"),
        };
    }

    private static int Reindex(string[] options)
    {
        using var app = LabApp.Build(options);
        var data = app.Services.GetRequiredService<LabData>();
        using var hold = ServerLock.Take(data);
        var index = app.Services.GetRequiredService<RunIndex>();
        index.Replace();
        var ingest = app.Services.GetRequiredService<RunIngest>();
        var runs = ingest.Discover();
        foreach (var run in runs) ingest.CatchUp(run);
        Console.WriteLine($"{index.Name}: {runs.Count} runs read anew");
        return 0;
    }

    private static int RotateToken(string[] options)
    {
        using var app = LabApp.Build(options);
        Console.WriteLine(TokenFile.Rotate(app.Services.GetRequiredService<LabData>().Root));
        Console.WriteLine("Restart the dashboard; everybody signs in again.");
        return 0;
    }
}
