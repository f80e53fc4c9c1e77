using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace TrmLab.Core.Puzzles;

/// <summary>
/// Content hash of a data set: equal values give an equal hash, whatever element type or program they were stored by.
/// <para>Split: SHA-256 over little-endian 64-bit integers: pad_id, ignore_label_id (long.MinValue for null), blank_identifier_id, vocab_size,
/// seq_len, num_puzzle_identifiers; then for each set, for inputs, labels, puzzle_identifiers, puzzle_indices, group_indices: the number of
/// values and the values in C order. Ratings and file names do not count.</para>
/// <para>Directory: SHA-256 over the UTF-8 lines <c>train HEX</c> and <c>test HEX</c> (those that exist) and one line per name of identifiers.json.</para>
/// </summary>
public static class DatasetHash
{
    private const int Chunk = 1 << 14;

    /// <summary>Hash of a whole directory, lower-case hexadecimal.</summary>
    /// <exception cref="InputException">The directory holds no readable data set.</exception>
    public static string OfDirectory(string directory, CancellationToken cancellationToken = default)
    {
        var splits = new List<KeyValuePair<string, string>>();
        foreach (string split in new[] { "train", "test" }.Where(split => PuzzleDataset.HasSplit(directory, split)))
        {
            using var dataset = PuzzleDataset.Open(directory, split);
            splits.Add(new(split, OfSplit(dataset, cancellationToken)));
        }

        return OfSplits(directory, splits);
    }

    /// <summary>Hash of one split.</summary>
    public static string OfSplit(PuzzleDataset dataset, CancellationToken cancellationToken = default)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        DatasetMetadata metadata = dataset.Metadata;
        Append(hash, metadata.PadId, metadata.IgnoreLabelId ?? long.MinValue, metadata.BlankIdentifierId, metadata.VocabularySize, metadata.SequenceLength, metadata.PuzzleIdentifiers);
        foreach (PuzzleSet set in dataset.Sets)
        {
            AppendArray(hash, set.Inputs, cancellationToken);
            AppendArray(hash, set.Labels, cancellationToken);
            AppendVector(hash, set.PuzzleIdentifiers);
            AppendVector(hash, set.PuzzleIndices);
            AppendVector(hash, set.GroupIndices);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    internal static string OfSplits(string directory, IEnumerable<KeyValuePair<string, string>> splits)
    {
        var text = new StringBuilder();
        foreach ((string split, string hash) in splits)
        {
            text.Append(split).Append(' ').Append(hash).Append('\n');
        }

        if (text.Length == 0)
        {
            throw new InputException($"{directory}: no data set (neither train/dataset.json nor test/dataset.json is there).");
        }

        foreach (string name in PuzzleDataset.ReadIdentifiers(directory))
        {
            text.Append(name).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static void AppendArray(IncrementalHash hash, NpyArray array, CancellationToken cancellationToken)
    {
        Append(hash, array.Count);
        long[] buffer = new long[Chunk];
        for (long start = 0; start < array.Count; start += Chunk)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Span<long> part = buffer.AsSpan(0, (int)Math.Min(Chunk, array.Count - start));
            array.CopyTo(start, part);
            Append(hash, part);
        }
    }

    private static void AppendVector(IncrementalHash hash, int[] values)
    {
        Append(hash, values.Length);
        Append(hash, [.. values.Select(value => (long)value)]);
    }

    private static void Append(IncrementalHash hash, params Span<long> values)
    {
        if (!BitConverter.IsLittleEndian)
        {
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = BinaryPrimitives.ReverseEndianness(values[i]);
            }
        }

        hash.AppendData(MemoryMarshal.AsBytes(values));
    }
}
