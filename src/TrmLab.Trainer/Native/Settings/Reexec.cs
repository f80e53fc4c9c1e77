using System.Collections;
using System.Runtime.InteropServices;
using TrmLab.Trainer.Distributed;

namespace TrmLab.Trainer.Native.Settings;

/// <summary>
/// Starts this program again in the same process, with <see cref="CpuSettings"/> in its environment: same id, files and parent, so nobody
/// who waits for it or watches its lock notices.
/// </summary>
public static unsafe partial class Reexec
{
    private const string CommandLine = "/proc/self/cmdline";

    /// <summary>
    /// Call first thing in Main. Does not return if settings were missing; returns if there is nothing to set, if the user opted out, if the
    /// system is not Linux, or if the call fails: everything works without the settings, only slower.
    /// </summary>
    public static void WithSettings()
    {
        if (!OperatingSystem.IsLinux() || Environment.ProcessPath is not { } program)
            return;
        var settings = CpuSettings.Missing(Environment.GetEnvironmentVariable);
        var missing = settings.Count == 0 ? settings : settings.Concat(DeviceBinding.Missing(Environment.GetEnvironmentVariable)).ToDictionary();
        if (missing.Count == 0)
            return;

        // Whatever happens next, the new image must not try again.
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => $"{entry.Key}={entry.Value}")
            .Concat(missing.Select(setting => $"{setting.Key}={setting.Value}"))
            .Append($"{CpuSettings.OptOut}=1");
        Execute(program, File.ReadAllText(CommandLine).Split('\0')[..^1], environment);
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
