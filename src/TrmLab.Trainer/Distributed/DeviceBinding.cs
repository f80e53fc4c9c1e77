namespace TrmLab.Trainer.Distributed;

/// <summary>
/// Lets each rank of a machine see one GPU of its own. NCCL takes the process's current device, which libtorch does not let C# choose; with
/// one visible device there is nothing to choose.
/// </summary>
public static class DeviceBinding
{
    private const string Visible = "CUDA_VISIBLE_DEVICES";

    /// <summary>Variables that must stand before the process starts; none for a single rank, or where the launcher has bound a device.</summary>
    /// <param name="variable">Reads a variable; null if it is not set.</param>
    public static IReadOnlyDictionary<string, string> Missing(Func<string, string?> variable)
    {
        if (LaunchEnvironment.Read(variable) is not { Ranks: > 1, LocalRank: { } local })
            return new Dictionary<string, string>();
        var devices = variable(Visible)?.Split(',', StringSplitOptions.RemoveEmptyEntries);
        return devices switch
        {
            null => new Dictionary<string, string> { [Visible] = local.ToString() },
            { Length: <= 1 } => new Dictionary<string, string>(),
            _ => new Dictionary<string, string> { [Visible] = devices[local % devices.Length] },
        };
    }
}
