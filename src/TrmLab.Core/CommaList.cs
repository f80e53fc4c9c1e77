namespace TrmLab.Core;

/// <summary>Words separated by commas, as addresses, fields and options hold them.</summary>
public static class CommaList
{
    /// <summary>The words without the blanks around them; empty ones are left out.</summary>
    public static string[] Read(string? list) => list?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
