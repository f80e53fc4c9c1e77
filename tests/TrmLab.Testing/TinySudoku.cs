using TrmLab.Core.Configuration;
using TrmLab.Core.Puzzles.Sudoku;

namespace TrmLab.Testing;

/// <summary>4x4 puzzles and networks so small that a run takes a second or two.</summary>
public static class TinySudoku
{
    /// <summary>Writes 32 training and 12 test puzzles.</summary>
    public static string Write(string directory)
    {
        SudokuGeneratedDataset.Write(new SudokuGenerateOptions
        {
            Puzzles = new SudokuGeneratorOptions { Size = 4, MinClues = 6, MaxClues = 10 },
            Train = 32,
            Test = 12,
            Seed = 3,
            OutputDirectory = directory,
        });
        return directory;
    }

    /// <summary>Eight steps per interval of two epochs.</summary>
    public static RunConfig Config(string data, bool tokenMlp = true, params string[] settings) => ConfigJson.With(
        new RunConfig
        {
            Name = "tiny",
            DataPaths = [data],
            Augmentation = OnlineAugmentation.SudokuDigits,
            BatchSize = 8,
            Epochs = 6,
            EvaluationInterval = 2,
            LearningRate = 1e-3,
            WarmupSteps = 4,
            WeightDecay = 0.1,
            EmaRate = 0.9,
            Device = "cpu",
            Threads = 1,
            Seed = 11,
            Arch = new ArchConfig
            {
                HiddenSize = 16,
                Heads = 2,
                Expansion = 1,
                Layers = 1,
                RecursionCycles = 2,
                LatentSteps = 2,
                MaxSupervisionSteps = 3,
                TokenMlp = tokenMlp,
                Positions = tokenMlp ? PositionEncoding.None : PositionEncoding.Rope,
                PuzzleEmbeddingWidth = 16,
                PuzzleEmbeddingTokens = 1,
                HaltExploration = 0.3,
            },
        },
        settings);
}
