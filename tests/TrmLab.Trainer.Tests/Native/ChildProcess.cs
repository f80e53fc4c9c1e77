using System.Diagnostics;

namespace TrmLab.Trainer.Tests.Native;

/// <summary>Runs one test of this assembly in a process of its own.</summary>
internal static class ChildProcess
{
    /// <param name="method">A test method that behaves by the environment.</param>
    /// <param name="environment">Added to this process's environment; null removes a variable.</param>
    /// <returns>Process id and what the test runner wrote.</returns>
    public static async Task<(int Id, string Output)> Run(Type type, string method, IEnumerable<(string Name, string? Value)> environment)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { "exec", type.Assembly.Location, "-method", $"{type.FullName}.{method}" },
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment.Remove(name);
            if (value is not null)
                start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.Id, output);
    }
}
