using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Web.Store;

namespace TrmLab.Web.Components.Charts;

/// <summary>Turns steps into places on the horizontal axis and back.</summary>
internal sealed class AxisScale(RunIndex index, string run)
{
    private readonly StepClock _clock = new();
    private long? _batchSize;

    /// <summary>Reads what the axis needs: the times of new steps, or the batch size.</summary>
    public void CatchUp(ChartAxis axis)
    {
        if (axis == ChartAxis.Examples) _batchSize ??= ReadBatchSize();
        if (axis is not (ChartAxis.Relative or ChartAxis.Wall)) return;
        using var db = index.Open();
        if (db.Runs.Where(r => r.Run == run).Select(r => r.Id).FirstOrDefault() is var id and > 0) _clock.CatchUp(db, id);
    }

    /// <summary>Forgets all times.</summary>
    public void Clear() => _clock.Clear();

    /// <summary>The place of a step.</summary>
    public Func<long, double> XOf(ChartAxis axis) => axis switch
    {
        ChartAxis.Examples => step => step * (double)BatchSize,
        ChartAxis.Relative => _clock.MinutesOf,
        ChartAxis.Wall => _clock.WallOf,
        _ => step => step,
    };

    /// <summary>The step at a place.</summary>
    public long StepAt(ChartAxis axis, double x) => axis switch
    {
        ChartAxis.Examples => (long)Math.Clamp(x / BatchSize, -1, long.MaxValue / 2),
        ChartAxis.Step => (long)Math.Clamp(x, -1, long.MaxValue / 2),
        _ => _clock.StepAt(axis, x),
    };

    private long BatchSize => _batchSize ?? 1;

    private long ReadBatchSize()
    {
        using var db = index.Open();
        var config = db.Runs.Where(r => r.Run == run).Select(r => r.Config).FirstOrDefault() ?? "";
        try
        {
            return ConfigJson.Read(config, run).BatchSize;
        }
        catch (InputException)
        {
            // A run whose configuration cannot be read says so on its page; its steps still are places.
            return 1;
        }
    }
}
