using TrmLab.Core.Configuration;

namespace TrmLab.Trainer.Native.Network;

/// <summary>
/// Where the values of padded heads come from. With rotary positions each half of a head is padded by itself, so that a rotation meets
/// whole registers.
/// </summary>
internal static class HeadLayout
{
    /// <summary>Source per padded column of <paramref name="groups"/> times all heads (3 for queries, keys and values); -1 for padding.</summary>
    public static int[] Sources(NetworkSize size, int groups)
    {
        var halves = size.Positions == PositionEncoding.Rope ? 2 : 1;
        var trueHalf = size.HeadWidth / halves;
        var paddedHalf = size.PaddedHead / halves;
        var sources = new int[groups * size.HeadColumns];
        Array.Fill(sources, -1);
        for (var part = 0; part < groups * size.Heads * halves; part++)
        {
            for (var i = 0; i < trueHalf; i++)
                sources[part * paddedHalf + i] = part * trueHalf + i;
        }

        return sources;
    }
}
