using TorchSharp;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Model;

/// <summary>
/// Arithmetic with plain numbers that is safe beside other threads. TorchSharp turns a number into a <see cref="Scalar"/> and passes its
/// bare pointer on; nothing keeps the object alive, so a collection started by another thread can free it while libtorch reads it - an
/// exception at best, a wrong number at worst. Here every scalar lives until the call is over. The same holds for the sum of two tensors,
/// which has a hidden factor of one.
/// </summary>
internal static class TensorMath
{
    private static readonly Scalar One = 1;

    /// <summary>a + b.</summary>
    public static Tensor Plus(this Tensor a, Tensor b) => a.add(b, One);

    /// <summary>a + factor * b.</summary>
    public static Tensor Plus(this Tensor a, Tensor b, double factor)
    {
        using Scalar scalar = factor;
        return a.add(b, scalar);
    }

    /// <summary>a + number; an integer tensor stays one.</summary>
    public static Tensor Plus(this Tensor a, long number)
    {
        using Scalar scalar = number;
        return a.add(scalar, One);
    }

    /// <summary>a + number.</summary>
    public static Tensor Plus(this Tensor a, double number)
    {
        using Scalar scalar = number;
        return a.add(scalar, One);
    }

    /// <summary>factor * a.</summary>
    public static Tensor Times(this Tensor a, double factor)
    {
        using Scalar scalar = factor;
        return a.mul(scalar);
    }

    /// <summary>a / number.</summary>
    public static Tensor Over(this Tensor a, double number)
    {
        using Scalar scalar = number;
        return a.div(scalar);
    }

    /// <summary>a += factor * b.</summary>
    public static Tensor Add(this Tensor a, Tensor b, double factor)
    {
        using Scalar scalar = factor;
        return a.add_(b, scalar);
    }

    /// <summary>a += number.</summary>
    public static Tensor Add(this Tensor a, double number)
    {
        using Scalar scalar = number;
        return a.add_(scalar, One);
    }

    /// <summary>a *= factor.</summary>
    public static Tensor Scale(this Tensor a, double factor)
    {
        using Scalar scalar = factor;
        return a.mul_(scalar);
    }

    /// <summary>a += factor * b * c.</summary>
    public static Tensor AddProduct(this Tensor a, Tensor b, Tensor c, double factor)
    {
        using Scalar scalar = factor;
        return a.addcmul_(b, c, scalar);
    }

    /// <summary>a += factor * b / c.</summary>
    public static Tensor AddQuotient(this Tensor a, Tensor b, Tensor c, double factor)
    {
        using Scalar scalar = factor;
        return a.addcdiv_(b, c, scalar);
    }

    /// <summary>a[index] += rows, along the first axis; equal indices add up.</summary>
    public static Tensor AddRows(this Tensor a, Tensor index, Tensor rows) => a.index_add_(0, index, rows, One);

    /// <summary>a, at least and at most.</summary>
    public static Tensor Between(this Tensor a, double low, double high)
    {
        using Scalar least = low;
        using Scalar most = high;
        return a.clamp(least, most);
    }

    /// <summary>a, at least.</summary>
    public static Tensor AtLeast(this Tensor a, double low)
    {
        using Scalar least = low;
        return a.clamp_min(least);
    }

    /// <summary>a, at least; an integer tensor stays one.</summary>
    public static Tensor AtLeast(this Tensor a, long low)
    {
        using Scalar least = low;
        return a.clamp_min(least);
    }

    /// <summary>a, at most.</summary>
    public static Tensor AtMost(this Tensor a, double high)
    {
        using Scalar most = high;
        return a.clamp_max(most);
    }

    /// <summary>a >= number.</summary>
    public static Tensor Reaches(this Tensor a, long number)
    {
        using Scalar scalar = number;
        return a.ge(scalar);
    }

    /// <summary>a > number.</summary>
    public static Tensor Exceeds(this Tensor a, long number)
    {
        using Scalar scalar = number;
        return a.gt(scalar);
    }

    /// <summary>a &lt; number.</summary>
    public static Tensor IsBelow(this Tensor a, long number)
    {
        using Scalar scalar = number;
        return a.lt(scalar);
    }

    /// <summary>a &lt;= number.</summary>
    public static Tensor IsAtMost(this Tensor a, double number)
    {
        using Scalar scalar = number;
        return a.le(scalar);
    }

    /// <summary>a != number.</summary>
    public static Tensor DiffersFrom(this Tensor a, long number)
    {
        using Scalar scalar = number;
        return a.ne(scalar);
    }
}
