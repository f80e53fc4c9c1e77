using TrmLab.Core.Configuration;
using TrmLab.Web.Store;

namespace TrmLab.Web.Comparison;

/// <summary>Runs whose configurations are equal but for the seed and the name.</summary>
/// <param name="Title">What tells the group from the others of the comparison, in words.</param>
/// <param name="Runs">At least one.</param>
public sealed record SeedGroup(string Title, IReadOnlyList<ComparedRun> Runs)
{
    /// <summary>The groups in the order of their first runs. Runs without a configuration are by themselves.</summary>
    public static IReadOnlyList<SeedGroup> Of(IReadOnlyList<ComparedRun> runs)
    {
        var groups = runs.GroupBy(KeyOf).Select(g => g.ToArray()).ToArray();
        var differences = ConfigDifferences.Of([.. groups.Select(g => g[0])]).Where(d => ConfigFields.ByPath.ContainsKey(d.Name) && d.Name is not ("seed" or "run_name")).ToArray();
        return [.. groups.Select((g, i) => new SeedGroup(TitleOf(g, i, differences), g))];
    }

    /// <summary>Equal for runs that differ in seed and name only.</summary>
    public static string KeyOf(ComparedRun run) => run.Config is { } config ? RunFields.SeedGroupOf(config) : run.Id;

    private static string TitleOf(ComparedRun[] group, int index, ConfigDifference[] differences)
    {
        if (group[0].Config is null || differences.Length is 0 or > 3) return group[0].Row.Name;
        return string.Join(", ", differences.Select(d => $"{d.Name} {d.Values[index]}"));
    }
}
