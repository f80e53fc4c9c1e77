using TrmLab.Core.Numerics;

namespace TrmLab.Core.Puzzles;

/// <summary>Draws from a stream of unknown length without holding it (reservoir sampling).</summary>
public static class RandomSubset
{
    /// <summary>
    /// <paramref name="size"/> items drawn without replacement, in random order; all items in their own order if there are no more than that.
    /// </summary>
    public static List<T> Take<T>(IEnumerable<T> items, int size, SeededRandom random)
    {
        var taken = new List<T>();
        int seen = 0;
        foreach (T item in items)
        {
            seen++;
            if (taken.Count < size)
            {
                taken.Add(item);
            }
            else if (random.Next(seen) is var place && place < size)
            {
                taken[place] = item;
            }
        }

        if (seen > size)
        {
            random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(taken));
        }

        return taken;
    }
}
