using Microsoft.Win32.SafeHandles;

namespace TrmLab.Core.Runs;

/// <summary>
/// Appends events to <c>metrics.jsonl</c>. Each line reaches the kernel at once (it survives the death of the process) and the disk
/// within half a second (it survives a power cut). The first failure to write or to sync is thrown from the next <see cref="Write"/>:
/// the log is the record, a run without it must stop.
/// </summary>
public sealed class RunLogWriter : IRunLog, IDisposable
{
    private static readonly TimeSpan SyncInterval = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly SafeFileHandle _file;
    private readonly Timer _sync;
    private long _length;
    private bool _dirty;
    private bool _ended;
    private Exception? _failure;

    private RunLogWriter(string path, SafeFileHandle file, long length)
    {
        _path = path;
        _file = file;
        _length = length;
        _sync = new Timer(_ => Sync(), null, SyncInterval, SyncInterval);
    }

    /// <summary>Opens the log for appending; half a line at its end, left by a crash, is cut off.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static RunLogWriter Append(string path)
    {
        var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            var length = LastLineEnd(file);
            if (length < RandomAccess.GetLength(file)) RandomAccess.SetLength(file, length);
            return new RunLogWriter(path, file, length);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Appends one event.</summary>
    /// <exception cref="IOException">The event, or an earlier one, could not be made durable (disk full, file system gone).</exception>
    public void Write(RunEvent e) => Append(e, isLast: false);

    /// <summary>
    /// Appends the run's last word from a thread that ends the process: what the training thread writes until then is left out, or the log
    /// would end with a step of a run that failed before it.
    /// </summary>
    /// <inheritdoc cref="Write"/>
    public void WriteLast(RunEvent e) => Append(e, isLast: true);

    /// <summary>Makes everything written so far durable.</summary>
    public void Sync()
    {
        lock (_gate)
        {
            if (!_dirty || _file.IsClosed) return;
            try
            {
                RandomAccess.FlushToDisk(_file);
                _dirty = false;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                _failure ??= e;
            }
        }
    }

    public void Dispose()
    {
        _sync.Dispose();
        Sync();
        lock (_gate) _file.Dispose();
    }

    private void Append(RunEvent e, bool isLast)
    {
        var json = RunEventJson.Write(e);
        var line = new byte[json.Length + 1];
        json.CopyTo(line, 0);
        line[^1] = (byte)'\n';
        lock (_gate)
        {
            if (_ended) return;
            if (_failure is not null) throw new IOException($"{_path}: the run log cannot be written: {_failure.Message}", _failure);
            _ended = isLast;
            try
            {
                RandomAccess.Write(_file, line, _length);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                _failure = failure;
                throw new IOException($"{_path}: the run log cannot be written: {failure.Message}", failure);
            }

            _length += line.Length;
            _dirty = true;
        }
    }

    // Offset just behind the last line end; 0 if there is none.
    private static long LastLineEnd(SafeFileHandle file)
    {
        var end = RandomAccess.GetLength(file);
        var buffer = new byte[64 * 1024];
        while (end > 0)
        {
            var start = Math.Max(0, end - buffer.Length);
            var chunk = buffer.AsSpan(0, (int)(end - start));
            var read = 0;
            while (read < chunk.Length && RandomAccess.Read(file, chunk[read..], start + read) is var n and > 0) read += n;
            if (chunk[..read].LastIndexOf((byte)'\n') is var last and >= 0) return start + last + 1;
            end = start;
        }

        return 0;
    }
}
