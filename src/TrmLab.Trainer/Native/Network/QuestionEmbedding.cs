using TrmLab.Core.Configuration;
using TrmLab.Trainer.Native.Products;

namespace TrmLab.Trainer.Native.Network;

/// <summary>
/// x = sqrt(D) * concat(puzzle embedding, token embedding), with learned positions sqrt(D / 2) * (concat(...) + positions).
/// </summary>
internal sealed unsafe class QuestionEmbedding(NetworkSize size)
{
    private readonly bool _learned = size.Positions == PositionEncoding.Learned;
    private readonly float _scale = MathF.Sqrt(size.Width) * (size.Positions == PositionEncoding.Learned ? 0.707106781f : 1);

    /// <param name="tokens">[S] of one sequence.</param>
    /// <param name="puzzle">Its row of the puzzle embedding; null without one.</param>
    /// <param name="x">Panel matrix; rows from <paramref name="firstRow"/> on are written.</param>
    public void Forward(NetworkWeights weights, int* tokens, float* puzzle, float* x, int rows, int firstRow)
    {
        for (var token = 0; token < size.TokenRows; token++)
        {
            var row = firstRow + token;
            if (token >= size.PuzzleTokens && token < size.Tokens)
                StateLayout.LoadRow(weights.TokenEmbedding.Values + (nint)tokens[token - size.PuzzleTokens] * size.Width, _scale, x, size, rows, row);
            else
                StateLayout.LoadRow(null, 0, x, size, rows, row);
        }

        for (var i = 0; i < size.PuzzleWidth; i++)
            x[Panels.Offset(rows, firstRow + i / size.Width, i % size.Width)] = _scale * puzzle[i];
        if (!_learned)
            return;
        for (var token = 0; token < size.Tokens; token++)
        {
            for (var column = 0; column < size.Width; column++)
                x[Panels.Offset(rows, firstRow + token, column)] += _scale * weights.Positions.Values[(nint)token * size.Width + column];
        }
    }

    /// <param name="d">Gradient of x.</param>
    /// <param name="tokenGradient">Panels [V, D] to add to.</param>
    /// <param name="positionGradient">Panels [L, D] to add to; null without learned positions.</param>
    /// <param name="puzzleGradient">Gets the gradient of this sequence's row; null without a puzzle embedding.</param>
    public void Backward(int* tokens, float* d, int rows, int firstRow, float* tokenGradient, float* positionGradient, float* puzzleGradient)
    {
        // Rows of panel matrices are even in number.
        var vocabularyRows = (size.Vocabulary + 1) / 2 * 2;
        for (var token = size.PuzzleTokens; token < size.Tokens; token++)
            AddRow(d, rows, firstRow + token, tokenGradient, vocabularyRows, tokens[token - size.PuzzleTokens]);
        for (var token = 0; _learned && token < size.Tokens; token++)
            AddRow(d, rows, firstRow + token, positionGradient, size.TokenRows, token);
        for (var i = 0; i < size.PuzzleWidth; i++)
            puzzleGradient[i] = _scale * d[Panels.Offset(rows, firstRow + i / size.Width, i % size.Width)];
    }

    private void AddRow(float* d, int rows, int row, float* target, int targetRows, int targetRow)
    {
        for (var column = 0; column < size.Width; column += Panels.Width)
        {
            var width = Panels.WidthOf(column / Panels.Width, size.Width);
            Kernels.Elements.AddScaled(d + Panels.Offset(rows, row, column), _scale, target + Panels.Offset(targetRows, targetRow, column), width);
        }
    }
}
