using System.Text.Json.Serialization;

namespace TrmLab.Core.Puzzles.Sudoku;

/// <summary>What test puzzles have in common with training puzzles.</summary>
/// <param name="TrainPuzzles">Original training puzzles (groups).</param>
/// <param name="TestPuzzles">Test puzzles.</param>
/// <param name="Identical">Test puzzles that are training puzzles.</param>
/// <param name="Relabelled">Test puzzles that are training puzzles with other names for the digits (identical ones counted).</param>
/// <param name="SharedSolutions">Test puzzles whose solved board is that of a training puzzle up to symmetry.</param>
/// <param name="Cells">Cells of the board.</param>
public sealed record SudokuLeakReport(
    [property: JsonPropertyName("train_puzzles")] int TrainPuzzles,
    [property: JsonPropertyName("test_puzzles")] int TestPuzzles,
    [property: JsonPropertyName("identical")] int Identical,
    [property: JsonPropertyName("relabelled")] int Relabelled,
    [property: JsonPropertyName("shared_solutions")] int SharedSolutions,
    [property: JsonPropertyName("cells")] int Cells)
{
    /// <summary>
    /// Whether the test puzzles are unseen: on 9x9 no shared solved board up to symmetry; on the small boards, which have only 2 (4x4) and
    /// 49 (6x6) solved boards up to symmetry, no puzzle that is equal after renaming the digits.
    /// </summary>
    [JsonPropertyName("unseen")] public bool Unseen => Cells == SudokuBoard.Nine.Cells ? SharedSolutions == 0 : Relabelled == 0;
}
