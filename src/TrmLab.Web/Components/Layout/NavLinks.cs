using MudBlazor;

namespace TrmLab.Web.Components.Layout;

/// <summary>One entry of the left rail.</summary>
/// <param name="Href">Address without a leading slash.</param>
/// <param name="Text">Label.</param>
/// <param name="Icon">SVG path.</param>
public sealed record NavEntry(string Href, string Text, string Icon);

/// <summary>The left rail: the one place to add a page.</summary>
public static class NavLinks
{
    /// <summary>All entries from top to bottom.</summary>
    public static IReadOnlyList<NavEntry> All { get; } =
    [
        new("runs", "Runs", Icons.Material.Outlined.TableRows),
        new("compare", "Compare", Icons.Material.Outlined.CompareArrows),
        new("results", "Results", Icons.Material.Outlined.EmojiEvents),
        new("new", "New run", Icons.Material.Outlined.AddCircleOutline),
        new("queue", "Queue", Icons.Material.Outlined.PlaylistPlay),
        new("datasets", "Data sets", Icons.Material.Outlined.Dataset),
        new("checkpoints", "Checkpoints", Icons.Material.Outlined.Save),
        new("exchange", "Import", Icons.Material.Outlined.ImportExport),
        new("explorer", "Explorer", Icons.Material.Outlined.Grid4x4),
        new("how-trm-works", "How TRM works", Icons.Material.Outlined.School),
        new("settings", "Settings", Icons.Material.Outlined.Settings),
    ];
}
