using TrmLab.Core;
using TrmLab.Core.Runs;
using TrmLab.Core.Tracing;

namespace TrmLab.Trainer.Inference;

/// <summary>
/// Keeps the networks used last, with the planes fitted for them, so that the second trace of a checkpoint starts at once. A checkpoint
/// that changed or vanished on the disk is noticed by its manifest.
/// </summary>
public sealed class NetworkCache(string device, int threads, int capacity) : IDisposable
{
    private readonly List<Entry> _entries = [];

    /// <summary>The network, loaded if need be.</summary>
    /// <exception cref="InputException">See <see cref="NetworkLoader.Load"/>.</exception>
    public TracedNetwork Get(string checkpoint, TraceWeights weights) => Find(checkpoint, weights).Network;

    /// <summary>The planes of a network, fitted at their first use.</summary>
    /// <param name="request">Names the weights, the population and the puzzle that stands in for a missing one.</param>
    public StatePlanes Planes(TraceRequest request, CancellationToken cancellation)
    {
        var entry = Find(request.Checkpoint, request.Weights);
        var model = entry.Network.Model;
        string[] directories = [.. request.Population.Where(Directory.Exists)];
        var sequences = directories.Length == 0 ? [] : Population.Read(directories, model.Shape);
        if (sequences.Count == 0)
        {
            sequences = [new PopulationPuzzle(request.Puzzle.Inputs, request.Options.BlankIdentifier ? 0 : request.Puzzle.Identifier)];
            TraceInput.Check(request, model.Shape);
        }

        var key = directories.Length == 0 ? "puzzle " + string.Join(' ', request.Puzzle.Inputs) : string.Join('\n', directories);
        if (entry.PlanesKey != key)
        {
            entry.Planes?.Dispose();
            (entry.Planes, entry.PlanesKey) = (null, "");
            (entry.Planes, entry.PlanesKey) = (Population.Fit(model, sequences, cancellation), key);
        }

        return entry.Planes!;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var entry in _entries)
            entry.Dispose();
        _entries.Clear();
    }

    private Entry Find(string checkpoint, TraceWeights weights)
    {
        var path = Path.GetFullPath(checkpoint);
        var manifest = new FileInfo(Path.Combine(path, CheckpointManifest.FileName));
        var version = manifest.Exists ? manifest.LastWriteTimeUtc : default;
        foreach (var stale in _entries.Where(entry => entry.Network.Checkpoint == path && entry.Version != version).ToList())
            Remove(stale);

        var found = _entries.Find(entry => entry.Network.Checkpoint == path && entry.Network.Weights == weights);
        if (found is null)
        {
            while (_entries.Count >= capacity)
                Remove(_entries[0]);
            found = new Entry(NetworkLoader.Load(path, weights, device, threads), version);
        }

        _entries.Remove(found);
        _entries.Add(found);
        NetworkLoader.Prepare(found.Network);
        return found;
    }

    private void Remove(Entry entry)
    {
        _entries.Remove(entry);
        entry.Dispose();
    }

    private sealed class Entry(TracedNetwork network, DateTime version) : IDisposable
    {
        public TracedNetwork Network { get; } = network;

        public DateTime Version { get; } = version;

        public StatePlanes? Planes { get; set; }

        public string PlanesKey { get; set; } = "";

        public void Dispose()
        {
            Network.Dispose();
            Planes?.Dispose();
        }
    }
}
