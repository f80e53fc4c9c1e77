using TrmLab.Core.Numerics;

namespace TrmLab.Core.Tests;

/// <summary>Seeded damage for readers: cut off, flipped bits, overwritten, inserted, removed and repeated stretches.</summary>
internal static class Mutations
{
    // Digits and signs are where text formats break.
    private static ReadOnlySpan<byte> Telling => "0123456789.-+eE,:;\"'[]{}()\n\r\t nNaAiI\0"u8;

    /// <summary>The same damage for the same seed and number.</summary>
    public static byte[] Of(byte[] original, long seed, int number)
    {
        var random = new SeededRandom(seed, number);
        var bytes = new List<byte>(original);
        for (var i = random.Next(1, 4); i > 0; i--) Damage(bytes, random);
        return [.. bytes];
    }

    /// <summary>Reads damaged copies; anything but an <see cref="InputException"/>, or memory beyond the limit, fails the test.</summary>
    public static void OnlyInputExceptions(byte[] original, int count, Action<byte[]> read, long mostBytes = 64 << 20)
    {
        for (var number = 0; number < count; number++)
        {
            var damaged = Of(original, 2024, number);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(damaged);
            }
            catch (InputException e)
            {
                Assert.DoesNotContain(e.Message, char.IsControl);
                Assert.InRange(e.Message.Length, 1, 5000);
            }
            catch (Exception e)
            {
                Assert.Fail($"Mutation {number}: {e}");
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, mostBytes);
        }
    }

    private static void Damage(List<byte> bytes, SeededRandom random)
    {
        if (bytes.Count == 0)
        {
            bytes.Add((byte)random.Next(256));
            return;
        }

        var at = random.Next(bytes.Count);
        var length = Math.Min(random.Next(1, 17), bytes.Count - at);
        switch (random.Next(7))
        {
            case 0: bytes.RemoveRange(at, bytes.Count - at); break;
            case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 2: bytes[at] = (byte)random.Next(256); break;
            case 3: bytes.RemoveRange(at, length); break;
            case 4: bytes.InsertRange(at, Enumerable.Range(0, length).Select(_ => (byte)random.Next(256)).ToArray()); break;
            case 5: bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length)); break;
            default:
                bytes[at] = Telling[random.Next(Telling.Length)];
                break;
        }
    }
}
