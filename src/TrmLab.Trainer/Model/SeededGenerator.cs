using System.Numerics;

namespace TrmLab.Trainer.Model;

/// <summary>
/// xoshiro256** with an exposed state: the same numbers on every device and .NET version, and a state that a checkpoint can keep.
/// Drawn on the CPU on purpose; libtorch's own generators differ between CPU and GPU.
/// </summary>
public sealed class SeededGenerator
{
    private ulong _s0, _s1, _s2, _s3;

    /// <param name="seed">Any number; close seeds give unrelated streams.</param>
    /// <param name="stream">Separates the users of one seed, such as "weights" and "exploration".</param>
    public SeededGenerator(long seed, string stream)
    {
        // FNV-1a of the stream's name, then SplitMix64 to fill the state: xoshiro must not start from nearly equal or zero states.
        var mix = 14695981039346656037UL;
        foreach (var letter in stream)
            mix = (mix ^ letter) * 1099511628211UL;
        mix ^= (ulong)seed * 0x9E3779B97F4A7C15UL;
        (_s0, _s1, _s2, _s3) = (SplitMix(ref mix), SplitMix(ref mix), SplitMix(ref mix), SplitMix(ref mix));
    }

    /// <summary>The four words of the state; set them to go on where another run stopped.</summary>
    public ulong[] State
    {
        get => [_s0, _s1, _s2, _s3];
        set
        {
            if (value.Length != 4 || value.All(word => word == 0))
                throw new ArgumentException("A generator's state is four 64-bit words, not all zero.", nameof(value));
            (_s0, _s1, _s2, _s3) = (value[0], value[1], value[2], value[3]);
        }
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [low, high), without bias that matters at these ranges.</summary>
    public int NextInt(int low, int high) => low + (int)Math.BigMul(NextBits(), (ulong)(high - low), out _);

    private static ulong SplitMix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15UL;
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return mixed ^ (mixed >> 31);
    }
}
