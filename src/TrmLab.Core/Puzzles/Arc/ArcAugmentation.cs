namespace TrmLab.Core.Puzzles.Arc;

/// <summary>
/// A change of a task that keeps its meaning: the colours 1..9 are permuted (0 stays), then the grid is turned or mirrored.
/// Written as the reference does: <c>task|||t{dihedral id}|||{ten digits}</c>, where digit i is the image of colour i.
/// </summary>
/// <remarks>Eight bytes, because a data set with 1000 augmentations holds about a million of them. The default value changes nothing.</remarks>
public readonly record struct ArcAugmentation
{
    private const string Separator = "|||";
    private const ulong IdentityColours = 0x9876543210;
    private const int TransformShift = 4 * ArcGrid.Colours;

    // Four bits per colour, then the transform; exclusive-or with the identity makes the default value the identity.
    private readonly ulong _packed;

    /// <param name="transform">Dihedral id 0..7.</param>
    /// <param name="colours">The image of each colour: a permutation of 0..9 that keeps 0.</param>
    public ArcAugmentation(int transform, ReadOnlySpan<byte> colours)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)transform, (uint)Dihedral.Count, nameof(transform));
        if (!IsPermutation(colours))
            throw new ArgumentException("The colours must be a permutation of 0..9 that keeps 0.", nameof(colours));
        ulong packed = (ulong)transform << TransformShift;
        for (int i = 0; i < colours.Length; i++)
            packed |= (ulong)colours[i] << (4 * i);
        _packed = packed ^ IdentityColours;
    }

    /// <summary>Dihedral id 0..7.</summary>
    public int Transform => (int)(_packed >> TransformShift);

    /// <summary>The image of a colour.</summary>
    public byte ImageOf(int colour) => (byte)(((_packed ^ IdentityColours) >> (4 * colour)) & 15);

    /// <summary>Draws a transform and a permutation in the order of the reference.</summary>
    public static ArcAugmentation Draw(MersenneTwister random)
    {
        int transform = random.Next(Dihedral.Count);
        Span<byte> colours = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        random.Shuffle(colours[1..]);
        return new ArcAugmentation(transform, colours);
    }

    /// <summary>
    /// Splits an identifier's name into the task and the augmentation. A name without separator is the task itself, unchanged.
    /// </summary>
    /// <exception cref="InputException">The name has separators, but does not end in a transform and a permutation.</exception>
    public static (string Task, ArcAugmentation Augmentation) Parse(string name)
    {
        if (!name.Contains(Separator, StringComparison.Ordinal))
            return (name, default);
        string[] parts = name.Split(Separator);
        Span<byte> colours = stackalloc byte[ArcGrid.Colours];
        if (parts.Length < 3 || parts[^2] is not ['t', >= '0' and <= '7'] || parts[^1].Length != ArcGrid.Colours)
            throw Malformed(name);
        for (int i = 0; i < colours.Length; i++)
            colours[i] = (byte)(parts[^1][i] - '0');
        if (!IsPermutation(colours))
            throw Malformed(name);
        return (parts[0], new ArcAugmentation(parts[^2][1] - '0', colours));
    }

    /// <summary>The name of the augmented task.</summary>
    public string NameOf(string task)
    {
        Span<char> digits = stackalloc char[ArcGrid.Colours];
        for (int i = 0; i < digits.Length; i++)
            digits[i] = (char)('0' + ImageOf(i));
        return $"{task}{Separator}t{Transform}{Separator}{digits}";
    }

    /// <summary>The augmented grid.</summary>
    public ArcGrid Apply(ArcGrid grid)
    {
        var cells = new byte[grid.Cells.Length];
        (int rows, int columns) = Apply(grid, cells);
        return new ArcGrid(rows, columns, cells);
    }

    /// <summary>Writes the augmented grid's cells, row by row, and returns its sides.</summary>
    public (int Rows, int Columns) Apply(ArcGrid grid, Span<byte> cells)
    {
        Dihedral.Apply(Transform, grid.Cells, grid.Rows, grid.Columns, cells);
        ulong images = _packed ^ IdentityColours;
        foreach (ref byte cell in cells)
            cell = (byte)((images >> (4 * cell)) & 15);
        return Dihedral.SwapsSides(Transform) ? (grid.Columns, grid.Rows) : (grid.Rows, grid.Columns);
    }

    /// <summary>The grid of which <paramref name="grid"/> is the augmented form.</summary>
    public ArcGrid Undo(ArcGrid grid)
    {
        Span<byte> colours = stackalloc byte[ArcGrid.Colours];
        for (int i = 0; i < colours.Length; i++)
            colours[ImageOf(i)] = (byte)i;
        return new ArcAugmentation(Dihedral.Inverse(Transform), colours).Apply(grid);
    }

    private static bool IsPermutation(ReadOnlySpan<byte> colours)
    {
        int seen = 0;
        foreach (byte colour in colours)
            seen |= colour < ArcGrid.Colours ? 1 << colour : 0;
        return colours.Length == ArcGrid.Colours && colours[0] == 0 && seen == (1 << ArcGrid.Colours) - 1;
    }

    private static InputException Malformed(string name) =>
        new($"The puzzle name '{name}' is not of the form TASK{Separator}t0..t7{Separator}0 and a permutation of 1 to 9; is identifiers.json of this data set?");
}
