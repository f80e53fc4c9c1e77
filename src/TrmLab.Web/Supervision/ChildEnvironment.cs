using System.Diagnostics;
using System.Runtime.InteropServices;
using TrmLab.Core;
using TrmLab.Web.Hosting;

namespace TrmLab.Web.Supervision;

/// <summary>What a trainer or worker inherits: nothing of the dashboard's own settings, its tokens least of all.</summary>
internal static class ChildEnvironment
{
    private static readonly string[] OwnPrefixes = [LabOptions.Section + "__", "ASPNETCORE_", "DOTNET_URLS", "Kestrel__", "ConnectionStrings__", "PGPASSWORD"];

    /// <summary>Prepares the environment of a process that is about to start.</summary>
    public static void Set(ProcessStartInfo start, LabData data)
    {
        foreach (var name in start.Environment.Keys.Where(IsOwn).ToArray()) start.Environment.Remove(name);
        start.Environment[DataRoot.Variable] = data.Root;
        // Spinning threads of several trainers, or of one beside the dashboard, cost each other many times their own work.
        start.Environment.TryAdd("OMP_WAIT_POLICY", "PASSIVE");
        start.Environment.TryAdd("DOTNET_ROOT", Path.GetFullPath("../../..", RuntimeEnvironment.GetRuntimeDirectory()));
    }

    private static bool IsOwn(string name) => OwnPrefixes.Any(p => name.StartsWith(p, StringComparison.OrdinalIgnoreCase));
}
