using Microsoft.Playwright;
using TrmLab.Browser.Tests.Support;

namespace TrmLab.Browser.Tests;

/// <summary>The explorer on weights that came in as a PyTorch file, with a data set that was made here.</summary>
[Collection("browser")]
public sealed class ExplorerImportTests(Chromium chromium)
{
    [Fact]
    public async Task An_imported_network_is_explored_on_the_data_folders_own_mazes()
    {
        await using var lab = await Dashboard.StartAsync(fake: null);
        var (data, run) = (Path.Combine(lab.Root, "datasets", "mazes"), Path.Combine(lab.Root, "trained"));
        await Trainer("data", "generate", "maze", "--size", "8", "--train", "8", "--test", "4", "--moves", "5-20", "--out", data);
        await Trainer(
            "train", "--preset", "maze-hard", "--data", data, "--run-dir", run, "--set", "device=cpu", "--set", "global_batch_size=8", "--set", "epochs=2", "--set", "eval_interval=2",
            "--set", "arch.forward_dtype=float32", "--set", "arch.hidden_size=32", "--set", "arch.num_heads=4", "--set", "arch.expansion=1", "--set", "arch.H_cycles=1", "--set", "arch.L_cycles=2", "--set", "arch.halt_max_steps=3");
        await Trainer("checkpoint", "export", run, "--out", Path.Combine(lab.Root, "step_2"));
        await Trainer("checkpoint", "import", Path.Combine(lab.Root, "step_2"), "--out", Path.Combine(lab.Root, "checkpoints", "mine"), "--data", data, "--set", "arch.halt_max_steps=3", "--set", "arch.num_heads=4");

        await using var page = await chromium.OpenAsync(lab.Url + "/explorer?a=imported/mine");
        await page.Page.Locator("#explorer[data-ready=true][aria-busy=false]").WaitForAsync(new() { Timeout = 90_000 });
        await Assertions.Expect(page.Page.Locator(".page-head")).ToContainTextAsync("mazes test 0");
        var answer = await PixelsAsync(page);
        await page.Page.ClickAsync("[data-layer=label]");
        await page.Page.WaitForURLAsync("**layer=label**");
        var label = await PixelsAsync(page);
        await page.Page.Keyboard.PressAsync("8");
        await page.Page.WaitForURLAsync("**layer=question**");
        var question = await PixelsAsync(page);
        Assert.Equal(3, new[] { answer, label, question }.Distinct().Count());
        await page.PictureAsync("explorer-imported-maze");
        Assert.Empty(page.Errors);
    }

    private static Task<string> PixelsAsync(LabPage page) => page.Page.EvaluateAsync<string>(
        "async () => { await new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r))); return document.querySelector('[data-part=grid-a]').toDataURL(); }");

    private static async Task Trainer(params string[] arguments)
    {
        using var process = LabProcess.Start(["dotnet", Outputs.Trainer, .. arguments]);
        var (code, output, error) = await process.End();
        Assert.True(code == 0, error + output);
    }
}
