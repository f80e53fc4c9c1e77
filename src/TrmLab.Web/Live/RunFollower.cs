using System.Threading.Channels;

namespace TrmLab.Web.Live;

/// <summary>One reader of the feed: a single slot, so that any number of changes while it is busy are one.</summary>
public sealed class RunFollower : IDisposable
{
    private readonly Channel<bool> _slot = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Action<RunFollower> _leave;

    internal RunFollower(IReadOnlyCollection<string> runs, Action<RunFollower> leave)
    {
        Runs = runs.Count == 0 ? null : runs.ToHashSet();
        _leave = leave;
    }

    /// <summary>The runs followed; null for all.</summary>
    public IReadOnlySet<string>? Runs { get; }

    /// <summary>Waits for a change since the last call.</summary>
    public async Task WaitAsync(CancellationToken cancellation) => await _slot.Reader.ReadAsync(cancellation);

    /// <summary>True if there was a change since the last call, without waiting for one.</summary>
    public bool Take() => _slot.Reader.TryRead(out _);

    /// <summary>Waits for a change, then until <paramref name="pace"/> has passed; false when cancelled.</summary>
    public async Task<bool> NextAsync(TimeSpan pace, CancellationToken cancellation)
    {
        try
        {
            await WaitAsync(cancellation);
            await Task.Delay(pace, cancellation);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public void Dispose() => _leave(this);

    internal void Signal() => _slot.Writer.TryWrite(true);
}
