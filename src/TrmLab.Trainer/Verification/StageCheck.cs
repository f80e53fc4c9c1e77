using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Verification;

/// <summary>Collects the comparisons of one stage.</summary>
/// <param name="stage">Name in the report.</param>
/// <param name="tolerance">For every comparison that does not bring its own.</param>
public sealed class StageCheck(string stage, Tolerance tolerance)
{
    private readonly List<string> _notes = [];
    private int _compared;
    private double _worst;
    private string _worstName = "";
    private bool _failed;

    /// <summary>Compares an array with a golden one of the same shape; other data types are converted.</summary>
    public void Compare(string name, Tensor actual, Tensor golden, Tolerance? own = null)
    {
        using var scope = NewDisposeScope();
        using var gradient = no_grad();
        if (!Normal(actual.shape).SequenceEqual(Normal(golden.shape)))
        {
            Fail($"{name}: the shape is [{string.Join(", ", actual.shape)}], golden [{string.Join(", ", golden.shape)}]");
            return;
        }

        var expected = golden.cpu().to(ScalarType.Float64).flatten();
        var limit = own ?? tolerance;
        var errors = actual.detach().cpu().to(ScalarType.Float64).flatten().sub(expected).abs_().sub_(expected.abs().Scale(limit.Relative));
        double[] values = [.. errors.data<double>()];
        Array.Sort(values, (a, b) => (double.IsNaN(b) ? double.MaxValue : b).CompareTo(double.IsNaN(a) ? double.MaxValue : a));
        var outliers = limit.OutlierShare > 0 ? Math.Min((int)Math.Ceiling(values.Length * limit.OutlierShare), values.Count(value => value > limit.Absolute)) : 0;
        if (outliers > 0)
            _notes.Add($"{name}: {outliers} of {values.Length} entries flipped sign");
        Record(name, values.Length > outliers ? values[outliers] : 0, limit);
    }

    /// <summary>Compares one number.</summary>
    public void Compare(string name, double actual, double golden, Tolerance? own = null)
    {
        var limit = own ?? tolerance;
        Record(name, double.IsNaN(actual) && double.IsNaN(golden) ? 0 : Math.Abs(actual - golden) - limit.Relative * Math.Abs(golden), limit);
    }

    /// <summary>Compares two values that must be equal.</summary>
    public void Equal<T>(string name, T actual, T golden)
    {
        _compared++;
        if (!EqualityComparer<T>.Default.Equals(actual, golden))
            Fail($"{name}: {actual}, golden {golden}");
    }

    /// <summary>Compares two sequences that must be equal.</summary>
    public void EqualSequence<T>(string name, IReadOnlyList<T> actual, IReadOnlyList<T> golden)
    {
        _compared++;
        if (!actual.SequenceEqual(golden))
            Fail($"{name} differs: {actual.Count} values, golden {golden.Count}");
    }

    /// <summary>Counts arrays that were read and needed no comparison of values.</summary>
    public void Counted(int arrays) => _compared += arrays;

    /// <summary>Something to mention that is no failure.</summary>
    public void Note(string text) => _notes.Add(text);

    /// <summary>The stage does not pass, for this reason.</summary>
    public void Fail(string reason)
    {
        _failed = true;
        _notes.Insert(0, reason);
    }

    /// <summary>Says which arrays of the archive nobody compared.</summary>
    public void Unknown(IEnumerable<string> names)
    {
        var list = string.Join(", ", names);
        if (list.Length > 0)
            _notes.Add($"not compared: {list}");
    }

    /// <summary>The outcome so far.</summary>
    public StageResult Result()
    {
        if (_worstName.Length > 0)
            _notes.Add($"largest in {_worstName}");
        return new StageResult(stage, _compared, _worst, tolerance.Absolute, !_failed && _compared > 0, string.Join("; ", _notes));
    }

    private void Record(string name, double error, Tolerance limit)
    {
        _compared++;
        error = double.IsNaN(error) ? double.PositiveInfinity : Math.Max(0, error);
        // Shown against the stage's own tolerance, whatever the single array's is.
        var shown = limit == tolerance ? error : error * (tolerance.Absolute / limit.Absolute);
        if (shown > _worst)
            (_worst, _worstName) = (shown, name);
        if (error > limit.Absolute)
            Fail($"{name} is off by {error:g3}, allowed {limit.Absolute:g3}");
    }

    // The archives store scalars as [1].
    private static long[] Normal(long[] shape) => shape is [1] ? [] : shape;
}
