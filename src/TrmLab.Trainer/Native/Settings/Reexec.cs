using System.Collections;
using System.Runtime.InteropServices;
using TrmLab.Trainer.Distributed;

namespace TrmLab.Trainer.Native.Settings;

/// <summary>
/// Starts this program again in the same process, with <see cref="CpuSettings"/> and <see cref="DeviceBinding"/> in its environment: same id,
/// files and parent, so nobody who waits for it or watches its lock notices.
/// </summary>
public static unsafe partial class Reexec
{
    private const string CommandLine = "/proc/self/cmdline";

    /// <summary>
    /// Call first thing in Main. Does not return if settings were missing; returns if there is nothing to set, if the system is not Linux, or
    /// if the call fails: everything works without the settings, only slower.
    /// </summary>
    /// <remarks>
    /// Who opted out of the CPU's settings or set them all still has ranks that would share a GPU, so neither decides on the other. Both ask
    /// for nothing of an environment that has what they set, so the new image does not start again.
    /// </remarks>
    public static void WithSettings()
    {
        if (!OperatingSystem.IsLinux() || Environment.ProcessPath is not { } program)
            return;
        var missing = CpuSettings.Missing(Environment.GetEnvironmentVariable).Concat(DeviceBinding.Missing(Environment.GetEnvironmentVariable)).ToList();
        if (missing.Count == 0)
            return;

        // By name: of a variable that stood twice, the new image would read the old value.
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value);
        foreach (var (name, value) in missing)
            environment[name] = value;
        // Whatever happens next, the new image must not try again.
        environment[CpuSettings.OptOut] = "1";
        Execute(program, File.ReadAllText(CommandLine).Split('\0')[..^1], environment.Select(variable => $"{variable.Key}={variable.Value}"));
    }

    private static void Execute(string program, IEnumerable<string> arguments, IEnumerable<string> environment)
    {
        using var file = new Strings([program]);
        using var argumentList = new Strings(arguments);
        using var environmentList = new Strings(environment);
        _ = Execve(*file.Pointers, argumentList.Pointers, environmentList.Pointers);
    }

    [LibraryImport("libc", EntryPoint = "execve")]
    private static partial int Execve(byte* path, byte** arguments, byte** environment);

    /// <summary>A null-terminated array of C strings.</summary>
    private sealed class Strings : IDisposable
    {
        private readonly int _count;

        public Strings(IEnumerable<string> texts)
        {
            var all = texts.ToList();
            _count = all.Count;
            Pointers = (byte**)NativeMemory.AllocZeroed((nuint)(_count + 1), (nuint)sizeof(byte*));
            for (var i = 0; i < _count; i++)
                Pointers[i] = (byte*)Marshal.StringToCoTaskMemUTF8(all[i]);
        }

        public byte** Pointers { get; }

        public void Dispose()
        {
            for (var i = 0; i < _count; i++)
                Marshal.FreeCoTaskMem((nint)Pointers[i]);
            NativeMemory.Free(Pointers);
        }
    }
}
