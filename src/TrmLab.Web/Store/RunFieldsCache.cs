using System.Collections.Concurrent;

namespace TrmLab.Web.Store;

/// <summary>The fields of runs' configurations. A configuration is written once, so each is parsed once.</summary>
public sealed class RunFieldsCache(RunIndex index)
{
    private readonly ConcurrentDictionary<string, RunFields> _known = new();

    /// <summary>The fields of these runs.</summary>
    public IReadOnlyDictionary<string, RunFields> Of(IReadOnlyCollection<string> runs)
    {
        var unknown = runs.Where(r => !_known.ContainsKey(r)).ToHashSet();
        if (unknown.Count > 0)
        {
            using var db = index.Open();
            var configs = db.Runs.Select(r => new { r.Run, r.Config }).AsEnumerable().Where(r => unknown.Contains(r.Run)).ToArray();
            Parallel.ForEach(configs, c => _known[c.Run] = RunFields.Of(c.Run, c.Config));
        }

        return runs.Where(_known.ContainsKey).ToDictionary(r => r, r => _known[r]);
    }
}
