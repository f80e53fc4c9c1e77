using TrmLab.Core;

namespace TrmLab.Web.Security;

/// <summary>The access token between two starts: <c>access-token</c> in the data folder, readable by its owner alone.</summary>
public static class TokenFile
{
    private const string Name = "access-token";

    /// <summary>The token of the data folder, drawn at the first call.</summary>
    public static string Get(string root)
    {
        var path = Path.Combine(root, Name);
        return File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } token ? token : Rotate(root);
    }

    /// <summary>Draws a new token; whoever signed in with the old one must sign in again once the dashboard has been restarted.</summary>
    /// <exception cref="InputException">The folder cannot be written.</exception>
    public static string Rotate(string root)
    {
        var token = AccessToken.NewValue();
        var path = Path.Combine(root, Name);
        try
        {
            Directory.CreateDirectory(root);
            File.Delete(path);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var writer = new StreamWriter(path, options);
            writer.WriteLine(token);
            return token;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot write the access token: {e.Message}", e);
        }
    }
}
