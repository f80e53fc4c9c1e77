namespace TrmLab.Trainer.Tests;

/// <summary>Measured numbers and real data beside the repository, in ../shared; tests that need them are skipped where they are absent.</summary>
internal static class SharedData
{
    /// <summary>Folder of the repository; null where the tests run away from a checkout.</summary>
    public static string? Repository { get; } = FindRepository();

    private static string? Root => Repository is null ? null : Path.GetFullPath(Path.Combine(Repository, "..", "shared"));

    /// <summary>A path under shared/golden, such as <c>model/dataset.zip</c>; skips the test where it is absent.</summary>
    public static string Golden(string path) => Find(Path.Combine("golden", path));

    /// <summary>A path under shared/data; skips the test where it is absent.</summary>
    public static string Data(string path) => Find(Path.Combine("data", path));

    private static string Find(string path)
    {
        string? found = Root is null ? null : Path.Combine(Root, path);
        Assert.SkipUnless(found is not null && (File.Exists(found) || Directory.Exists(found)), $"../shared/{path} is not here.");
        return found!;
    }

    private static string? FindRepository()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "TrmLab.sln")))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
