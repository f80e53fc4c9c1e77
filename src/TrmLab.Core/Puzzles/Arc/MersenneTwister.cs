namespace TrmLab.Core.Puzzles.Arc;

/// <summary>
/// The generator MT19937 with numpy's legacy seeding and bounded draws (<c>numpy.random.seed</c>, <c>randint</c>, <c>shuffle</c>).
/// </summary>
/// <remarks>
/// The reference's ARC builder is seeded (42), and the row of a puzzle embedding is the puzzle's place in the drawn order: only with the same
/// draws do the embeddings of a published checkpoint belong to the puzzles of a data set built here.
/// </remarks>
public sealed class MersenneTwister
{
    private const int StateSize = 624;
    private const int Offset = 397;
    private readonly uint[] _state = new uint[StateSize];
    private int _next = StateSize;

    public MersenneTwister(uint seed)
    {
        for (uint i = 0; i < StateSize; i++)
        {
            _state[i] = seed;
            seed = (1812433253u * (seed ^ (seed >> 30))) + i + 1;
        }
    }

    /// <summary>32 random bits.</summary>
    public uint NextUInt32()
    {
        if (_next == StateSize)
            Refill();
        uint y = _state[_next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c5680u;
        y ^= (y << 15) & 0xefc60000u;
        return y ^ (y >> 18);
    }

    /// <summary>A number in 0 .. bound - 1; a bound of 1 draws nothing.</summary>
    public int Next(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        uint last = (uint)bound - 1;
        if (last == 0)
            return 0;
        uint mask = uint.MaxValue >> System.Numerics.BitOperations.LeadingZeroCount(last);
        uint value;
        do
            value = NextUInt32() & mask;
        while (value > last);
        return (int)value;
    }

    /// <summary>Permutes in place, from the last element down.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private void Refill()
    {
        for (int i = 0; i < StateSize; i++)
        {
            uint y = (_state[i] & 0x80000000u) | (_state[(i + 1) % StateSize] & 0x7fffffffu);
            _state[i] = _state[(i + Offset) % StateSize] ^ (y >> 1) ^ ((y & 1) * 0x9908b0dfu);
        }
        _next = 0;
    }
}
