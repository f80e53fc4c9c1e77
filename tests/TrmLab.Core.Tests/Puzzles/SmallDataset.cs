using TrmLab.Core.Puzzles;

namespace TrmLab.Core.Tests.Puzzles;

/// <summary>
/// Seven puzzles in four groups, of 1 to 4 examples; example e has the tokens (e mod 5, puzzle mod 5, 4, 0), its label is 0 at the last place.
/// </summary>
internal static class SmallDataset
{
    public static readonly int[] Sizes = [4, 1, 2, 3, 1, 2, 4];

    public static readonly int[] PuzzlesPerGroup = [2, 1, 3, 1];

    public static readonly DatasetMetadata Form = new()
    {
        IgnoreLabelId = 0,
        VocabularySize = 5,
        SequenceLength = 4,
        PuzzleIdentifiers = 8,
    };

    public static void Write(string directory, DatasetMetadata? form = null)
    {
        using var writer = new PuzzleDatasetWriter(directory);
        foreach (string split in new[] { "train", "test" })
        {
            PuzzleSplitWriter output = writer.AddSplit(split, form ?? Form);
            int puzzle = 0;
            foreach (int puzzles in PuzzlesPerGroup)
            {
                for (int i = 0; i < puzzles; i++, puzzle++)
                {
                    for (int j = 0; j < Sizes[puzzle]; j++)
                    {
                        byte[] tokens = [(byte)(output.Examples % 5), (byte)(puzzle % 5), 4, 0];
                        output.AppendExample(tokens, tokens);
                    }

                    output.EndPuzzle(puzzle + 1, puzzle == 0 ? float.NaN : puzzle);
                }

                output.EndGroup();
            }
        }

        writer.WriteIdentifiers(["<blank>", "a", "b|||t3", "c", "d", "e", "f", "g"]);
        writer.Complete();
    }
}
