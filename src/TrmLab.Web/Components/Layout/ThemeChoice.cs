namespace TrmLab.Web.Components.Layout;

/// <summary>Light, dark or as the system has it; kept in a cookie, so that the first frame has the right colours already.</summary>
/// <param name="Preference"><c>light</c>, <c>dark</c> or <c>system</c>.</param>
/// <param name="SystemIsDark">What the system said last.</param>
public sealed record ThemeChoice(string Preference, bool SystemIsDark)
{
    /// <summary>The cookie: <c>preference</c>, a dot, and <c>dark</c> or <c>light</c> as the system has it.</summary>
    public const string Cookie = "trmlab-theme";

    /// <summary>Before anybody chose.</summary>
    public static ThemeChoice Default { get; } = new("system", false);

    /// <summary>Whether to be dark now.</summary>
    public bool IsDark => Preference == "dark" || (Preference == "system" && SystemIsDark);

    /// <summary>The cookie's value.</summary>
    public string Value => $"{Preference}.{(SystemIsDark ? "dark" : "light")}";

    /// <summary>The next choice in turn.</summary>
    public ThemeChoice Next => this with { Preference = Preference switch { "system" => "light", "light" => "dark", _ => "system" } };

    /// <summary>Reads the cookie; anything else is the default.</summary>
    public static ThemeChoice Parse(string? cookie) => cookie?.Split('.') is [("light" or "dark" or "system") and var preference, ("light" or "dark") and var system]
        ? new ThemeChoice(preference, system == "dark")
        : Default;
}
