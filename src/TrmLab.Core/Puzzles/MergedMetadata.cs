namespace TrmLab.Core.Puzzles;

/// <summary>Joins the metadata of several directories as the reference does: equal where they describe a token, summed where they count.</summary>
internal static class MergedMetadata
{
    public static DatasetMetadata Of(IReadOnlyList<string> directories, IReadOnlyList<DatasetMetadata> parts)
    {
        DatasetMetadata first = parts[0];
        for (int i = 1; i < parts.Count; i++)
        {
            DatasetMetadata other = parts[i];
            Require("seq_len", first.SequenceLength, other.SequenceLength);
            Require("vocab_size", first.VocabularySize, other.VocabularySize);
            Require("pad_id", first.PadId, other.PadId);
            Require("ignore_label_id", first.IgnoreLabelId, other.IgnoreLabelId);
            Require("blank_identifier_id", first.BlankIdentifierId, other.BlankIdentifierId);
            Require("num_puzzle_identifiers", first.PuzzleIdentifiers, other.PuzzleIdentifiers);
            Require("sets", string.Join(",", first.Sets), string.Join(",", other.Sets));

            void Require<T>(string key, T expected, T found)
            {
                if (!Equals(expected, found))
                {
                    throw new InputException($"{directories[i]} cannot be joined with {directories[0]}: {key} is {found}, there {expected}.");
                }
            }
        }

        long puzzles = parts.Sum(part => (long)part.TotalPuzzles);
        return parts.Count == 1
            ? first
            : first with
            {
                PuzzleIdentifiers = checked(parts.Sum(part => part.PuzzleIdentifiers)),
                TotalGroups = checked(parts.Sum(part => part.TotalGroups)),
                TotalPuzzles = checked((int)puzzles),
                MeanPuzzleExamples = parts.Sum(part => part.MeanPuzzleExamples * part.TotalPuzzles) / Math.Max(1, puzzles),
            };
    }
}
