using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using TrmLab.Core;
using TrmLab.Web.Security;
using TrmLab.Web.Store;

namespace TrmLab.Web.Hosting;

/// <summary>Runs the dashboard from start to end, or one of its maintenance verbs.</summary>
public static class LabHost
{
    /// <summary>The program. Exit code 0, or 2 for what the user can put right, with one line that says how.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            if (args is [var verb, ..] && !verb.StartsWith('-')) return MaintenanceVerbs.Run(verb, args[1..]);
            await ServeAsync(args);
            return 0;
        }
        catch (InputException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }
        catch (OptionsValidationException e)
        {
            await Console.Error.WriteLineAsync("appsettings.json: " + string.Join("; ", e.Failures));
            return 2;
        }
        catch (InvalidOperationException e) when (e.Message.Contains(nameof(BinderOptions.ErrorOnUnknownConfiguration), StringComparison.Ordinal))
        {
            var unknown = e.Message[(e.Message.LastIndexOf(':') + 1)..].Trim();
            var known = string.Join(", ", typeof(LabOptions).GetProperties().Select(p => p.Name));
            await Console.Error.WriteLineAsync($"appsettings.json: section Lab has no setting {unknown}; there are: {known}");
            return 2;
        }
    }

    private static async Task ServeAsync(string[] args)
    {
        await using var app = LabApp.Build(args);
        var data = app.Services.GetRequiredService<LabData>();
        using var hold = ServerLock.Take(data);
        PortCheck.Free(app.Configuration);
        app.Services.GetRequiredService<RunIndex>().Prepare();
        await StartAsync(app);
        var token = app.Services.GetRequiredService<AccessToken>();
        if (!token.IsRequired && app.Urls.FirstOrDefault(u => !LabSecurity.IsLoopback(u)) is { } open)
        {
            await app.StopAsync();
            throw new InputException($"{open} can be reached from other machines: set Lab:Token, or give the address with --urls so that a token is drawn");
        }

        var url = Visible(app.Urls.First());
        hold.Announce(url);
        Console.WriteLine($"TRM Lab is at {url}{(token.IsRequired ? $"/?token={token.Value}" : "")}   (data: {data.Root}; Ctrl+C ends it, runs go on)");
        await app.WaitForShutdownAsync();
    }

    private static async Task StartAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw PortCheck.Taken(LabSecurity.Addresses(app.Configuration)[0], e);
        }
    }

    // An address that listens everywhere is none that a browser opens.
    private static string Visible(string url) => url.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal);
}
