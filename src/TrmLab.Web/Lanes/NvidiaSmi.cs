using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Options;
using TrmLab.Web.Hosting;

namespace TrmLab.Web.Lanes;

/// <summary>
/// The GPUs of this machine by <c>nvidia-smi</c>. Answers from what was read last and reads again in the background, since the program may
/// take seconds and a page must not wait; the first question waits, so that no lane is missing at the start.
/// </summary>
public sealed partial class NvidiaSmi(IOptions<LabOptions> options, ILogger<NvidiaSmi> logger)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FreshAbsence = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private Snapshot? _last;
    private Task? _reading;

    /// <summary>The GPUs in order of their numbers. One that was seen once and is not told now stays, with the reason in its reading.</summary>
    public IReadOnlyList<GpuReading> Gpus => Current().Gpus;

    /// <summary>What one GPU does.</summary>
    public LaneReading ReadingOf(string uuid)
    {
        var now = Current();
        var gpu = now.Gpus.FirstOrDefault(g => g.Uuid == uuid);
        if (gpu is null) return new LaneReading([], [], "nvidia-smi does not list this GPU any more");
        return new LaneReading(gpu.Figures(), [.. now.Processes.Where(p => p.Gpu == uuid).Select(p => p.Process)], now.Problem);
    }

    private Snapshot Current()
    {
        lock (_gate)
        {
            if (_last is null)
            {
                _last = Read(null);
            }
            else if (DateTime.UtcNow - _last.Time > (_last.Gpus.Count == 0 ? FreshAbsence : Fresh) && _reading is null or { IsCompleted: true })
            {
                var before = _last;
                _reading = Task.Run(() =>
                {
                    var next = Read(before);
                    lock (_gate) _last = next;
                });
            }

            return _last;
        }
    }

    private Snapshot Read(Snapshot? before)
    {
        try
        {
            var gpus = Run($"--query-gpu={GpuReading.Query}").Select(GpuReading.Parse).OfType<GpuReading>().OrderBy(g => g.Index).ToArray();
            var processes = gpus.Length == 0 ? [] : Run("--query-compute-apps=gpu_uuid,pid,used_memory,process_name").Select(Process).OfType<(string, LaneProcess)>().ToArray();
            return new Snapshot(DateTime.UtcNow, gpus, processes, "");
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or IOException or InvalidOperationException or TimeoutException)
        {
            // A machine without the program has no GPUs; one whose driver hangs keeps its lanes.
            if (before is not { Gpus.Count: > 0 }) return new Snapshot(DateTime.UtcNow, [], [], e.Message);
            if (before.Problem != e.Message) LogFailure(e.Message);
            return before with { Time = DateTime.UtcNow, Processes = [], Problem = e.Message };
        }
    }

    private IReadOnlyList<string> Run(string query)
    {
        var start = new ProcessStartInfo(options.Value.NvidiaSmiPath, [query, "--format=csv,noheader,nounits"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var process = System.Diagnostics.Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!Task.WaitAll([output, errors], Patience) || !process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"nvidia-smi did not answer within {Patience.TotalSeconds:0} s");
        }

        if (process.ExitCode != 0) throw new IOException($"nvidia-smi ended with code {process.ExitCode}: {(errors.Result + output.Result).Trim().Split('\n')[0]}");
        return output.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    // The name comes last, for it may hold commas.
    private static (string Gpu, LaneProcess Process)? Process(string line)
    {
        var fields = line.Split(',', 4, StringSplitOptions.TrimEntries);
        if (fields.Length != 4 || !int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var pid)) return null;
        long? memory = double.TryParse(fields[2], NumberStyles.Float, CultureInfo.InvariantCulture, out var mebibytes) ? (long)(mebibytes * (1 << 20)) : null;
        return (fields[0], new LaneProcess(pid, fields[3], memory));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The GPUs could not be read: {Reason}")]
    private partial void LogFailure(string reason);

    private sealed record Snapshot(DateTime Time, IReadOnlyList<GpuReading> Gpus, IReadOnlyList<(string Gpu, LaneProcess Process)> Processes, string Problem);
}
