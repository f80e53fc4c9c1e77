using TrmLab.Trainer.Distributed;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Tests.Distributed;

/// <summary>Ranks that are threads of this process: what a library does between processes, in the plainest way.</summary>
internal sealed class ThreadCollectives(ThreadCollectives.Room room, int rank) : ICollectives
{
    public int Rank => rank;

    public int Size => room.Tensors.Length;

    public string Description => "threads";

    public void Sum(Tensor values) => Exchange(values, SumOf);

    public void Broadcast(Tensor values) => Exchange(values, all => all[0].clone());

    public void Gather(Tensor part, Tensor all)
    {
        room.Tensors[rank] = part;
        room.Wait();
        using var whole = cat([.. room.Tensors.Select(tensor => tensor.reshape(-1))], 0);
        all.view(-1).copy_(whole);
        room.Wait();
    }

    public void Abort(int exitCode)
    {
    }

    public void Dispose()
    {
    }

    /// <summary>Runs something on several ranks at once.</summary>
    public static void Run(int ranks, Action<ICollectives> work)
    {
        var room = new Room(ranks);
        var failures = new Exception?[ranks];
        var threads = Enumerable.Range(0, ranks).Select(rank => new Thread(() =>
        {
            try
            {
                work(new ThreadCollectives(room, rank));
            }
            catch (Exception e)
            {
                failures[rank] = e;
                room.Close();
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        if (failures.FirstOrDefault(failure => failure is not null and not CollectiveException) is { } cause) throw new InvalidOperationException("A rank failed.", cause);
        if (failures.OfType<CollectiveException>().FirstOrDefault() is { } broken) throw broken;
    }

    // Neighbours first where their number is a power of two.
    private static Tensor SumOf(Tensor[] all) => all.Length == 1 ? all[0].clone() : SumOf(all[..(all.Length / 2)]).add(SumOf(all[(all.Length / 2)..]));

    private void Exchange(Tensor values, Func<Tensor[], Tensor> result)
    {
        using var scope = NewDisposeScope();
        using var gradient = no_grad();
        room.Tensors[rank] = values;
        room.Wait();
        var computed = result(room.Tensors);
        room.Wait();
        values.copy_(computed);
    }

    /// <summary>Where the threads meet.</summary>
    internal sealed class Room(int ranks)
    {
        private readonly Barrier _barrier = new(ranks);
        private readonly CancellationTokenSource _closed = new();

        public Tensor[] Tensors { get; } = new Tensor[ranks];

        public void Wait()
        {
            try
            {
                _barrier.SignalAndWait(_closed.Token);
            }
            catch (OperationCanceledException)
            {
                throw new CollectiveException("another rank has failed");
            }
        }

        public void Close() => _closed.Cancel();
    }
}
