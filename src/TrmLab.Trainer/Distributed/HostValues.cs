using System.Text;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Distributed;

/// <summary>Texts and numbers over <see cref="ICollectives"/>, for what the ranks settle between two steps.</summary>
internal static class HostValues
{
    /// <summary>The text of rank 0.</summary>
    /// <param name="text">Only that of rank 0 counts.</param>
    public static string BroadcastText(this ICollectives ranks, string text)
    {
        if (ranks.Size == 1)
            return text;
        using var scope = NewDisposeScope();
        var bytes = Encoding.UTF8.GetBytes(text);
        var length = tensor(new long[] { bytes.Length });
        ranks.Broadcast(length);
        var size = (int)length.data<long>()[0];
        var content = ranks.Rank == 0 && size > 0 ? tensor(bytes) : zeros([Math.Max(1, size)], ScalarType.Byte);
        ranks.Broadcast(content);
        return Encoding.UTF8.GetString(content.data<byte>().ToArray().AsSpan(0, size));
    }

    /// <summary>Every rank's number, in the ranks' order.</summary>
    public static long[] GatherNumbers(this ICollectives ranks, long number)
    {
        if (ranks.Size == 1)
            return [number];
        using var scope = NewDisposeScope();
        var all = zeros([ranks.Size], ScalarType.Int64);
        ranks.Gather(tensor(new[] { number }), all);
        return all.data<long>().ToArray();
    }

    /// <summary>Every rank's text, in the ranks' order.</summary>
    public static string[] GatherTexts(this ICollectives ranks, string text)
    {
        if (ranks.Size == 1)
            return [text];
        using var scope = NewDisposeScope();
        var bytes = Encoding.UTF8.GetBytes(text);
        var lengths = ranks.GatherNumbers(bytes.Length);
        var longest = (int)Math.Max(1, lengths.Max());
        Array.Resize(ref bytes, longest);
        var all = zeros([ranks.Size, longest], ScalarType.Byte);
        ranks.Gather(tensor(bytes), all);
        var flat = all.data<byte>().ToArray();
        return [.. lengths.Select((length, rank) => Encoding.UTF8.GetString(flat, rank * longest, (int)length))];
    }
}
