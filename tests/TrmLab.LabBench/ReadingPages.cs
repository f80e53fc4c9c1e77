using Microsoft.Playwright;

namespace TrmLab.LabBench;

/// <summary>Pages that ask for everything anew again and again.</summary>
internal sealed class ReadingPages : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _readers;
    private int _count;

    public ReadingPages(IPage[] pages) => _readers = [.. pages.Select(ReadAsync)];

    /// <summary>Page loads so far.</summary>
    public int Count => _count;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_readers);
        _stop.Dispose();
    }

    private async Task ReadAsync(IPage page)
    {
        while (!_stop.IsCancellationRequested)
        {
            await page.ReloadAsync();
            await page.WaitForSelectorAsync(".runs-table, .chart-box .scatterlayer path", new() { Timeout = 120_000, State = WaitForSelectorState.Attached });
            Interlocked.Increment(ref _count);
        }
    }
}
