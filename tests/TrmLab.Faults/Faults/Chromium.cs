using Microsoft.Playwright;

namespace TrmLab.Faults.Faults;

/// <summary>A browser, where one is installed.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string? Executable = (Environment.GetEnvironmentVariable("TRMLAB_CHROMIUM") is { Length: > 0 } named
        ? [named]
        : new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }).FirstOrDefault(File.Exists);

    private readonly IPlaywright _playwright;

    private Chromium(IPlaywright playwright, IBrowser browser) => (_playwright, Browser) = (playwright, browser);

    public IBrowser Browser { get; }

    /// <summary>Starts it; null without one.</summary>
    public static async Task<Chromium?> OpenAsync()
    {
        if (Executable is null) return null;
        var playwright = await Playwright.CreateAsync();
        return new Chromium(playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"] }));
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright.Dispose();
    }
}
