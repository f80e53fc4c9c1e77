namespace TrmLab.Core;

/// <summary>
/// Where the lab keeps its files: <c>TRMLAB_DATA</c> if set, else the <c>data</c> folder beside <c>TrmLab.sln</c> above the program (a
/// checkout), else the <c>data</c> folder beside the program (published).
/// </summary>
public static class DataRoot
{
    /// <summary>The environment variable that names another place.</summary>
    public const string Variable = "TRMLAB_DATA";

    /// <summary>Absolute path of the data folder.</summary>
    public static string Path { get; } = Find();

    /// <summary>The program's own folder in a checkout or beside a published program: where <c>data/samples</c> is shipped.</summary>
    public static string Shipped => System.IO.Path.Combine(Home, "data");

    /// <summary>
    /// The directory that a configured path means: absolute as it is, else relative to the current directory, to the data folder or to
    /// the shipped one, whichever exists first. A separator at its end, such as a shell adds, is dropped: the parent is found by cutting names off.
    /// </summary>
    public static string Resolve(string path)
    {
        path = System.IO.Path.TrimEndingDirectorySeparator(path);
        if (System.IO.Path.IsPathRooted(path)) return path;
        string[] places = [Directory.GetCurrentDirectory(), Path, Shipped];
        return places.Select(p => System.IO.Path.GetFullPath(path, p)).FirstOrDefault(System.IO.Path.Exists) ?? System.IO.Path.GetFullPath(path, Path);
    }

    private static string Home
    {
        get
        {
            for (var d = new DirectoryInfo(AppContext.BaseDirectory); d is not null; d = d.Parent)
            {
                if (File.Exists(System.IO.Path.Combine(d.FullName, "TrmLab.sln"))) return d.FullName;
            }

            // Published, the trainer may sit in a folder of its own below the dashboard's.
            var here = new DirectoryInfo(AppContext.BaseDirectory);
            return here.Parent is { } parent && Directory.Exists(System.IO.Path.Combine(parent.FullName, "data", "samples")) ? parent.FullName : here.FullName;
        }
    }

    private static string Find() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? System.IO.Path.GetFullPath(named) : Shipped;
}
