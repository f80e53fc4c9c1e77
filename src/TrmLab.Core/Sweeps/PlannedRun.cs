using TrmLab.Core.Configuration;

namespace TrmLab.Core.Sweeps;

/// <summary>One run of a plan.</summary>
/// <param name="Config">Its configuration, with a name of its own.</param>
/// <param name="Changes">What it has different from the plan's basis, as <c>key=value</c>.</param>
public sealed record PlannedRun(RunConfig Config, IReadOnlyList<string> Changes)
{
    /// <summary>The basis with some fields changed; the changes become part of the name.</summary>
    /// <exception cref="InputException">A value of the wrong kind.</exception>
    public static PlannedRun Of(RunConfig basis, IReadOnlyList<string> changes)
    {
        var name = string.Join(", ", changes.Prepend(basis.Name).Select(Short));
        return new PlannedRun(ConfigJson.With(basis, changes, "") with { Name = name.Length <= 200 ? name : name[..199] + "…" }, changes);
    }

    private static string Short(string word) => word.StartsWith("arch.", StringComparison.Ordinal) ? word["arch.".Length..] : word;
}
