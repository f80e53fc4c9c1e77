namespace TrmLab.Testing;

/// <summary>How a test starts the dashboard.</summary>
public sealed record DashboardSettings
{
    /// <summary>The data folder; null makes one that goes with the dashboard.</summary>
    public string? Root { get; init; }

    /// <summary>How the fake trainer behaves; null takes the real one.</summary>
    public string? Fake { get; init; }

    /// <summary>Bound by file permissions, which root is not otherwise.</summary>
    public bool Unprivileged { get; init; }

    /// <summary>Further options, such as <c>--Lab:Token=...</c>.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];
}
