using Microsoft.Playwright;

namespace TrmLab.Browser.Tests.Support;

/// <summary>One browser for all tests; without one they are skipped, or fail where TRMLAB_REQUIRE_BROWSER is 1.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string? Executable = (Environment.GetEnvironmentVariable("TRMLAB_CHROMIUM") is { Length: > 0 } named
        ? [named]
        : new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }).FirstOrDefault(File.Exists);

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (Executable is null) return;
        // Long enough for a machine with other work; a fast one does not wait.
        Assertions.SetDefaultExpectTimeout(30_000);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Executable,
            Args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>A page with cookies of its own; errors in its console fail the test at the end.</summary>
    public async Task<LabPage> OpenAsync(string url, ColorScheme scheme = ColorScheme.Light)
    {
        Assert.SkipWhen(
            _browser is null && Environment.GetEnvironmentVariable("TRMLAB_REQUIRE_BROWSER") != "1",
            "Chromium is not installed: apt-get install -y chromium, or set TRMLAB_CHROMIUM to its path (TRMLAB_REQUIRE_BROWSER=1 makes this a failure)");
        Assert.True(_browser is not null, "TRMLAB_REQUIRE_BROWSER=1, but Chromium is not installed: apt-get install -y chromium");
        var context = await _browser.NewContextAsync(new() { ViewportSize = new() { Width = 1366, Height = 768 }, ColorScheme = scheme });
        return await LabPage.OpenAsync(context, url);
    }
}
