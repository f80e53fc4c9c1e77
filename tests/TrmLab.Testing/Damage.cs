using TrmLab.Core.Numerics;

namespace TrmLab.Testing;

/// <summary>Seeded damage for readers: cut off, flipped bits, overwritten, inserted, removed and repeated stretches.</summary>
public static class Damage
{
    // Digits and signs are where text formats break, extremes where binary ones do.
    private static ReadOnlySpan<byte> Telling => "0123456789.-+eE,:;\"'[]{}()\n\r\t nNaAiI\0"u8;

    private static ReadOnlySpan<byte> Extremes => [0, 1, 0x7f, 0x80, 0xff];

    /// <summary>The same damage for the same seed and number.</summary>
    public static byte[] Of(byte[] original, long seed, int number)
    {
        var random = new SeededRandom(seed, number);
        var bytes = new List<byte>(original);
        for (var i = random.Next(1, 5); i > 0; i--) Once(bytes, random);
        return [.. bytes];
    }

    private static void Once(List<byte> bytes, SeededRandom random)
    {
        if (bytes.Count == 0)
        {
            bytes.Add((byte)random.Next(256));
            return;
        }

        var at = random.Next(bytes.Count);
        var length = Math.Min(random.Next(1, 33), bytes.Count - at);
        switch (random.Next(9))
        {
            case 0: bytes.RemoveRange(at, bytes.Count - at); break;
            case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 2: bytes[at] = (byte)random.Next(256); break;
            case 3: bytes.RemoveRange(at, length); break;
            case 4: bytes.InsertRange(at, Enumerable.Range(0, length).Select(_ => (byte)random.Next(256)).ToArray()); break;
            case 5: bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length)); break;
            case 6: bytes.Insert(at, Extremes[random.Next(Extremes.Length)]); break;
            case 7:
                for (var i = at; i < Math.Min(at + 8, bytes.Count); i++) bytes[i] = Extremes[random.Next(Extremes.Length)];
                break;
            default:
                bytes[at] = Telling[random.Next(Telling.Length)];
                break;
        }
    }
}
