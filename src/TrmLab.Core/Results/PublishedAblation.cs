namespace TrmLab.Core.Results;

/// <summary>A row of the paper's ablations: % exact on Sudoku-Extreme's test set.</summary>
/// <param name="Variant">What was changed.</param>
/// <param name="Score">In percent.</param>
/// <param name="Table">1, 2 or 3.</param>
public sealed record PublishedAblation(string Variant, double Score, int Table)
{
    /// <summary>Where it stands.</summary>
    public string Source => $"arXiv 2510.04871, table {Table}";
}

/// <summary>Tables 1 to 3 of arXiv 2510.04871, all on Sudoku-Extreme.</summary>
public static class PublishedAblations
{
    /// <summary>All rows in the order of the tables; the unchanged model is the row that each table has at its top value.</summary>
    public static IReadOnlyList<PublishedAblation> All { get; } =
    [
        new("TRM (T = 3, n = 6)", 87.4, 1),
        new("with the continue loss (w/ ACT)", 86.1, 1),
        new("separate nets for y and z", 82.4, 1),
        new("without EMA", 79.9, 1),
        new("4 layers, n = 3", 79.5, 1),
        new("self-attention", 74.7, 1),
        new("T = 2, n = 2", 73.7, 1),
        new("one-step gradient", 56.5, 1),
        new("HRM", 55.0, 1),
        new("two features y, z", 87.4, 2),
        new("seven features", 77.6, 2),
        new("single feature z", 71.9, 2),
        new("k = 1, T = 1 (n = 2k)", 63.2, 3),
        new("k = 2, T = 2 (n = 2k)", 81.9, 3),
        new("k = 3, T = 3 (n = 2k)", 87.4, 3),
        new("k = 4, T = 4 (n = 2k)", 84.2, 3),
        new("k = 3, T = 6 (n = 2k)", 85.8, 3),
    ];

    /// <summary>The figure without averaged weights, in percent.</summary>
    public static double WithoutEma { get; } = All.Single(a => a.Variant == "without EMA").Score;
}
