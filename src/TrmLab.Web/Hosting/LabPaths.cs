namespace TrmLab.Web.Hosting;

/// <summary>Where the program's own files lie; never the current directory.</summary>
public static class LabPaths
{
    /// <summary>The top of the checkout that this build came from, or null for a published program.</summary>
    public static string? Checkout { get; } = FindCheckout();

    /// <summary>
    /// The content root: the checkout, else the program's folder; null where the user named one. With the current directory instead, the
    /// configuration's file watcher walks the whole tree below it (seen with "/": a stack overflow).
    /// </summary>
    public static string? ContentRoot(string[] args)
    {
        var named = args.Any(a => a.StartsWith("--contentRoot", StringComparison.OrdinalIgnoreCase))
            || Environment.GetEnvironmentVariable("ASPNETCORE_CONTENTROOT") is { Length: > 0 };
        return named ? null : Checkout ?? AppContext.BaseDirectory;
    }

    private static string? FindCheckout()
    {
        for (var d = new DirectoryInfo(AppContext.BaseDirectory); d is not null; d = d.Parent)
        {
            // A program published into the checkout is still a published one: it has its own wwwroot.
            if (Directory.Exists(Path.Combine(d.FullName, "wwwroot")) && File.Exists(Path.Combine(d.FullName, "TrmLab.Web.dll"))) return null;
            if (File.Exists(Path.Combine(d.FullName, "TrmLab.sln"))) return d.FullName;
        }

        return null;
    }
}
