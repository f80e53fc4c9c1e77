using Microsoft.AspNetCore.Components.Server.Circuits;

namespace TrmLab.Web.Live;

/// <summary>Whether this page's browser can be reached. A call into a browser that is cut off is never answered, so it must be given up.</summary>
public sealed class CircuitLink : CircuitHandler
{
    private readonly Lock _gate = new();
    private CancellationTokenSource _down = new();
    private TaskCompletionSource _up = Completed();

    /// <summary>Cancelled when the connection is lost; a new one after each reconnection.</summary>
    public CancellationToken Down
    {
        get
        {
            lock (_gate) return _down.Token;
        }
    }

    /// <summary>Completes when there is a connection.</summary>
    public Task WhenUp(CancellationToken cancellation)
    {
        lock (_gate) return _up.Task.WaitAsync(cancellation);
    }

    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        CancellationTokenSource down;
        lock (_gate)
        {
            down = _down;
            if (_up.Task.IsCompleted) _up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        down.Cancel();
        return Task.CompletedTask;
    }

    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        TaskCompletionSource up;
        lock (_gate)
        {
            if (_down.IsCancellationRequested) _down = new CancellationTokenSource();
            up = _up;
        }

        up.TrySetResult();
        return Task.CompletedTask;
    }

    private static TaskCompletionSource Completed()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }
}
