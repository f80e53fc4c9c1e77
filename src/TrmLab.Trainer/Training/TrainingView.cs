namespace TrmLab.Trainer.Training;

/// <summary>Shows progress on a terminal and tells the heartbeat; into a file it writes a line now and then.</summary>
public sealed class TrainingView(HeartbeatTimer heartbeat, TextWriter output, bool terminal) : ITrainingView
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RedrawInterval = TimeSpan.FromMilliseconds(200);

    private readonly DateTime _start = DateTime.UtcNow;
    private DateTime _lastDrawn = DateTime.MinValue;
    private long _firstStep = -1;

    public void Stepped(long step, long totalSteps)
    {
        heartbeat.Set(step, "training");
        if (_firstStep < 0) _firstStep = step - 1;
        var now = DateTime.UtcNow;
        if (now - _lastDrawn < (terminal ? RedrawInterval : LineInterval)) return;
        _lastDrawn = now;
        var perSecond = (step - _firstStep) / Math.Max(1e-3, (now - _start).TotalSeconds);
        var left = TimeSpan.FromSeconds((totalSteps - step) / Math.Max(1e-9, perSecond));
        Line($"step {step}/{totalSteps}  {perSecond:0.00} steps/s  about {Duration(left)} left");
    }

    public void Activity(long step, string activity) => heartbeat.Set(step, activity);

    public void Evaluating(string weights, int done, int total)
    {
        if (!terminal || DateTime.UtcNow - _lastDrawn < RedrawInterval) return;
        _lastDrawn = DateTime.UtcNow;
        Line($"evaluating {weights} weights: {done}/{total} puzzles");
    }

    private void Line(string text)
    {
        try
        {
            if (terminal) output.Write("\r\x1b[K" + text);
            else output.WriteLine($"{DateTime.UtcNow:u} {text}");
        }
        catch (IOException)
        {
            // A terminal that went away must not end a run.
        }
    }

    /// <summary>2 h 5 min, 3 min 20 s, 4 s.</summary>
    internal static string Duration(TimeSpan time) =>
        time.TotalHours >= 1 ? $"{(int)Math.Min(time.TotalHours, 99_999)} h {time.Minutes} min" : time.TotalMinutes >= 1 ? $"{time.Minutes} min {time.Seconds} s" : $"{time.Seconds} s";
}
