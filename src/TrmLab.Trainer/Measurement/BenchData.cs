using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Puzzles.Sudoku;
using TrmLab.Trainer.Native.Measurement;
using TrmLab.Trainer.Training;

namespace TrmLab.Trainer.Measurement;

/// <summary>A generated Sudoku data set of a configuration's board in a temporary directory, gone with this object.</summary>
internal sealed class BenchData : IDisposable
{
    private const int SmallBoard = 16, LargeBoard = 81;
    private const int TrainPuzzles = 500;
    private const int TestPuzzles = 64;

    // Many clues: quick to generate, and the board's size is all that the speed depends on.
    private static readonly SudokuGeneratorOptions Large = new() { Size = 9, MinClues = 40, MaxClues = 50 };

    public BenchData(BenchConfig config)
    {
        if (config.Shape.SequenceLength is not (SmallBoard or LargeBoard))
            throw new InputException($"--part data and checkpoint need a Sudoku board of {SmallBoard} or {LargeBoard} tokens, not {config.Shape.SequenceLength}");
        Config = config;
        var large = config.Shape.SequenceLength == LargeBoard;
        Root = Directory.CreateTempSubdirectory("trmlab-bench-").FullName;
        SudokuGeneratedDataset.Write(new SudokuGenerateOptions
        {
            Puzzles = large ? Large : new SudokuGeneratorOptions { Size = 4 },
            Train = large ? TrainPuzzles : TrainPuzzles / 5,
            Test = TestPuzzles,
            OutputDirectory = Dataset,
        });
    }

    public BenchConfig Config { get; }

    /// <summary>For whatever a measurement writes.</summary>
    public string Root { get; }

    public string Dataset => Path.Combine(Root, "data");

    /// <summary>The run that would train on it.</summary>
    public RunConfig Run(OnlineAugmentation augmentation = OnlineAugmentation.None) => new()
    {
        Arch = Config.Shape.Arch,
        DataPaths = [Dataset],
        BatchSize = Config.BatchSize,
        Epochs = 1000,
        EvaluationInterval = 1000,
        Augmentation = augmentation,
    };

    public TrainingData Open() => TrainingData.Open(Run(), "bench");

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
