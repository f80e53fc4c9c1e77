namespace TrmLab.Core.Puzzles.Arc;

/// <summary>Writes the examples of one split.</summary>
internal sealed class ArcSplitBuilder(ArcIdentifiers identifiers, IProgress<BuildProgress>? progress, CancellationToken cancellation)
{
    private readonly byte[] _input = new byte[ArcSequence.Length];
    private readonly byte[] _label = new byte[ArcSequence.Length];
    private readonly byte[] _cells = new byte[ArcSequence.Length];

    /// <param name="split"><c>train</c> or <c>test</c>.</param>
    /// <param name="groups">Tasks with their augmentations.</param>
    /// <param name="pairsOf">The pairs of a task that belong to this split.</param>
    /// <param name="translation">Draws the offsets; null puts every grid at the top left.</param>
    /// <param name="writer">Takes the examples.</param>
    internal void Write(
        string split,
        IReadOnlyCollection<ArcPuzzleGroup> groups,
        Func<ArcPuzzleGroup, IReadOnlyList<ArcPair>> pairsOf,
        MersenneTwister? translation,
        PuzzleSplitWriter writer)
    {
        foreach (ArcPuzzleGroup group in groups)
        {
            IReadOnlyList<ArcPair> pairs = pairsOf(group);
            foreach (ArcAugmentation augmentation in group.Augmentations)
            {
                cancellation.ThrowIfCancellationRequested();
                int untranslated = translation?.Next(pairs.Count) ?? 0;
                for (int i = 0; i < pairs.Count; i++)
                    Append(pairs[i], augmentation, i == untranslated ? null : translation, writer);
                writer.EndPuzzle(identifiers[group.Task.Id, augmentation]);
            }
            writer.EndGroup();
            progress?.Report(new BuildProgress($"writing {split}", writer.Groups, groups.Count));
        }
    }

    private void Append(ArcPair pair, ArcAugmentation augmentation, MersenneTwister? translation, PuzzleSplitWriter writer)
    {
        int height = Math.Max(pair.Input.Rows, pair.Output.Rows), width = Math.Max(pair.Input.Columns, pair.Output.Columns);
        if (Dihedral.SwapsSides(augmentation.Transform))
            (height, width) = (width, height);
        int row = translation?.Next(ArcGrid.MaximumSide - height + 1) ?? 0;
        int column = translation?.Next(ArcGrid.MaximumSide - width + 1) ?? 0;
        Encode(pair.Input, augmentation, row, column, _input);
        Encode(pair.Output, augmentation, row, column, _label);
        writer.AppendExample(_input, _label);
    }

    private void Encode(ArcGrid grid, ArcAugmentation augmentation, int row, int column, byte[] tokens)
    {
        Span<byte> cells = _cells.AsSpan(0, grid.Cells.Length);
        (int rows, int columns) = augmentation.Apply(grid, cells);
        ArcSequence.Encode(cells, rows, columns, row, column, tokens);
    }
}
