namespace TrmLab.Core.Tests;

/// <summary>What a reader may do with a damaged file.</summary>
internal static class Mutations
{
    /// <summary>
    /// Reads the original, then damaged copies; anything but an <see cref="InputException"/>, or memory beyond the limit, fails the test, and so does a
    /// reader that takes none of them: it may refuse everything.
    /// </summary>
    public static void OnlyInputExceptions(byte[] original, int count, Action<byte[]> read, long mostBytes = 64 << 20)
    {
        read(original);
        var taken = 0;
        for (var number = 0; number < count; number++)
        {
            var damaged = Damage.Of(original, 2024, number);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(damaged);
                taken++;
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

        Assert.True(taken > 0, "every damaged copy was refused");
    }
}
