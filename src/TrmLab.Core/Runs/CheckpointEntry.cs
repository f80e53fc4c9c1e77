namespace TrmLab.Core.Runs;

/// <summary>A checkpoint found in a run's directory.</summary>
/// <param name="Path">Its directory.</param>
/// <param name="Step">From the directory's name.</param>
/// <param name="Manifest">Null if it cannot be read.</param>
/// <param name="Damage">One line that says what is wrong; null if nothing was found.</param>
public sealed record CheckpointEntry(string Path, long Step, CheckpointManifest? Manifest, string? Damage)
{
    internal static CheckpointEntry Inspect(string path, long step)
    {
        try
        {
            var manifest = CheckpointManifest.Read(path);
            var damage = manifest.Step != step
                ? $"{path}: the manifest says step {manifest.Step}."
                : manifest.Files.Select(file => FileCheck.Of(path, file.Key, file.Value, content: false)).FirstOrDefault(check => !check.Ok)?.Problem;
            return new CheckpointEntry(path, step, manifest, damage);
        }
        catch (InputException e)
        {
            return new CheckpointEntry(path, step, null, e.Message);
        }
    }
}
