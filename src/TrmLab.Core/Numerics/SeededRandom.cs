using System.Numerics;

namespace TrmLab.Core.Numerics;

/// <summary>
/// xoshiro256** (Blackman and Vigna), seeded through SplitMix64. Unlike <see cref="Random"/> its sequence is the same on every platform
/// and runtime version, and its state can be saved, which exact resume and reproducible data sets need. Not thread-safe.
/// </summary>
public sealed class SeededRandom
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    /// <param name="seed">Any value.</param>
    /// <param name="stream">Separates independent sequences of one seed, such as batch order and augmentation.</param>
    public SeededRandom(long seed, int stream = 0)
    {
        ulong mixer = unchecked((ulong)seed + ((ulong)stream * 0xD1B54A32D192ED03UL));
        _a = SplitMix(ref mixer);
        _b = SplitMix(ref mixer);
        _c = SplitMix(ref mixer);
        _d = SplitMix(ref mixer);
    }

    public SeededRandom(RandomState state) => State = state;

    /// <summary>Position in the sequence; assign to go back to it.</summary>
    public RandomState State
    {
        get => new(_a, _b, _c, _d);
        set
        {
            // The all-zero state is the one from which the generator never leaves zero.
            ArgumentOutOfRangeException.ThrowIfEqual(value, default, nameof(value));
            (_a, _b, _c, _d) = (value.A, value.B, value.C, value.D);
        }
    }

    public ulong NextUInt64()
    {
        ulong result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        ulong shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>Uniform in [0, <paramref name="exclusiveMaximum"/>), without bias (Lemire's method).</summary>
    public int Next(int exclusiveMaximum)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusiveMaximum);
        uint range = (uint)exclusiveMaximum;
        ulong product = (NextUInt64() >> 32) * range;
        if ((uint)product < range)
        {
            uint threshold = unchecked(0u - range) % range;
            while ((uint)product < threshold)
            {
                product = (NextUInt64() >> 32) * range;
            }
        }

        return (int)(product >> 32);
    }

    /// <summary>Uniform in [<paramref name="minimum"/>, <paramref name="exclusiveMaximum"/>).</summary>
    public int Next(int minimum, int exclusiveMaximum) => minimum + Next(exclusiveMaximum - minimum);

    /// <summary>Uniform in [0, 1) with 53 random bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>True with probability 1/2.</summary>
    public bool NextBoolean() => (NextUInt64() >> 63) != 0;

    /// <summary>Puts the values in a uniformly random order (Fisher-Yates).</summary>
    public void Shuffle<T>(Span<T> values)
    {
        for (int i = values.Length - 1; i > 0; i--)
        {
            int j = Next(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    private static ulong SplitMix(ref ulong state)
    {
        ulong z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
