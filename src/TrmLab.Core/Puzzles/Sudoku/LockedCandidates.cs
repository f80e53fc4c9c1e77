namespace TrmLab.Core.Puzzles.Sudoku;

/// <summary>Drops candidates of one digit that no arrangement of the digit in its bands and stacks can use.</summary>
internal static class LockedCandidates
{
    /// <summary>Works on the three bands of a digit until nothing changes; false if the digit has no place left somewhere.</summary>
    public static bool Drop(Span<uint> bands)
    {
        byte[] boxes = BandTables.Boxes;
        ushort[] useful = BandTables.Useful;
        while (true)
        {
            for (int band = 0; band < 3; band++)
            {
                uint cells = bands[band];
                int pattern = boxes[cells & 511] | (boxes[(cells >> 9) & 511] << 3) | (boxes[cells >> 18] << 6);
                if (useful[pattern] == 0)
                {
                    return false;
                }

                bands[band] = cells & BandTables.Cells[useful[pattern]];
            }

            uint first = Columns(bands[0]);
            uint second = Columns(bands[1]);
            uint third = Columns(bands[2]);
            uint keepFirst = 0, keepSecond = 0, keepThird = 0;
            for (int shift = 0; shift < 9; shift += 3)
            {
                uint kept = useful[((first >> shift) & 7) | (((second >> shift) & 7) << 3) | (((third >> shift) & 7) << 6)];
                if (kept == 0)
                {
                    return false;
                }

                keepFirst |= (kept & 7) << shift;
                keepSecond |= ((kept >> 3) & 7) << shift;
                keepThird |= (kept >> 6) << shift;
            }

            if (first == keepFirst && second == keepSecond && third == keepThird)
            {
                return true;
            }

            bands[0] &= keepFirst * 0x40201;
            bands[1] &= keepSecond * 0x40201;
            bands[2] &= keepThird * 0x40201;
        }
    }

    private static uint Columns(uint band) => (band | (band >> 9) | (band >> 18)) & 511;
}
