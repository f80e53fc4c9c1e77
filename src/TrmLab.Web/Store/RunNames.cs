using System.Data.Common;

namespace TrmLab.Web.Store;

/// <summary>Names of runs that tell them apart: with the seed where two share a name, with the id too where they share the seed.</summary>
public static class RunNames
{
    /// <summary>By id, all runs that the index knows; none while it is being replaced.</summary>
    public static IReadOnlyDictionary<string, string> Of(RunIndex index)
    {
        try
        {
            using var db = index.Open();
            return Of([.. db.Runs.Select(r => new { r.Run, r.Name, r.Seed }).AsEnumerable().Select(r => (r.Run, r.Name, r.Seed))]);
        }
        catch (DbException e)
        {
            index.Report(e);
            return new Dictionary<string, string>();
        }
    }

    internal static IReadOnlyDictionary<string, string> Of(IReadOnlyList<(string Run, string Name, int Seed)> runs)
    {
        var names = runs.CountBy(r => r.Name).ToDictionary();
        var seeds = runs.CountBy(r => (r.Name, r.Seed)).ToDictionary();
        return runs.ToDictionary(r => r.Run, r => names[r.Name] == 1 ? r.Name : $"{r.Name}, seed {r.Seed}{(seeds[(r.Name, r.Seed)] == 1 ? "" : $", {r.Run}")}");
    }
}
