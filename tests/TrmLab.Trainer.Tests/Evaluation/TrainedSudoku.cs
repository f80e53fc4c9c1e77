using TrmLab.Core.Configuration;
using TrmLab.Core.Puzzles;
using TrmLab.Core.Puzzles.Sudoku;
using TrmLab.Core.Runs;
using TrmLab.Trainer.Evaluation;
using TrmLab.Trainer.Losses;
using TrmLab.Trainer.Model;
using TrmLab.Trainer.Native;
using TrmLab.Trainer.Training;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Tests.Evaluation;

/// <summary>A small network that solves a part of its 4x4 puzzles and is sure of some of its answers, after a few seconds of training.</summary>
public sealed class TrainedSudoku : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly CheckpointManifest _manifest;
    private readonly string _checkpoint;
    private readonly float _medianLogit;

    public TrainedSudoku()
    {
        SudokuGeneratedDataset.Write(new SudokuGenerateOptions
        {
            Puzzles = new SudokuGeneratorOptions { Size = 4, MinClues = 4, MaxClues = 7 },
            Train = 256,
            Test = 45,
            Seed = 5,
            OutputDirectory = Data,
        });
        var config = TinySudoku.Config(Data, true, "epochs=9", "eval_interval=9", "global_batch_size=32", "arch.hidden_size=32", "arch.expansion=2", "lr=0.01", "weight_decay=0", "eval_batch_size=16", "online_augmentation=sudoku");
        Run = RunDirectory.At(_directory["run"]);
        new TrainingRun(Run, config, resume: false).Execute(terminal: false);
        _checkpoint = CheckpointDirectory.List(Run.Checkpoints)[0].Path;
        _manifest = CheckpointDirectory.Open(_checkpoint);
        Test = PuzzleDataset.Open([Data], "test");
        _medianLogit = (float)EvaluateAsTrained(new EvaluationOptions()).Puzzles.Select(p => p.HaltLogit).Order().ElementAt(22);
    }

    public string Data => _directory["data"];

    /// <summary>The run that made it.</summary>
    public RunDirectory Run { get; }

    /// <summary>45 puzzles.</summary>
    public PuzzleDataset Test { get; }

    /// <summary>Evaluates a kind of weights as the training left it.</summary>
    public EvaluationReport EvaluateAsTrained(EvaluationOptions options, string weights = CheckpointManifest.EmaWeights)
    {
        using var model = Load(_manifest.Arch.MaxSupervisionSteps, weights);
        using var step = Step(model);
        return new Evaluator(Test, options).Run(step)!;
    }

    /// <summary>Evaluates the averaged weights, with the halting head shifted so that it is sure of about half of the puzzles.</summary>
    public EvaluationReport Evaluate(EvaluationOptions options, int steps = 3, bool native = true)
    {
        using var model = Balanced(steps);
        using var step = Step(model, native);
        return new Evaluator(Test, options).Run(step)!;
    }

    /// <summary>Evaluates in three steps a network that weighs halting against continuing, whose continue logits are raised.</summary>
    public EvaluationReport EvaluateComparing(EvaluationOptions options, float raised)
    {
        var arch = _manifest.Arch with { MaxSupervisionSteps = 3, NoActContinue = false };
        using var model = new TinyRecursiveModel(_manifest.Shape with { Arch = arch }, CPU, ScalarType.Float32, seed: 0);
        TrainingCheckpoint.LoadWeights(_checkpoint, CheckpointManifest.EmaWeights, model);
        using var gradient = no_grad();
        model.Weights.Single(weight => weight.name == "q_head.bias").parameter.add_(tensor(new[] { 0f, raised }));
        using var step = Step(model, native: false);
        return new Evaluator(Test, options).Run(step)!;
    }

    internal TinyRecursiveModel Balanced(int steps)
    {
        var model = Load(steps, CheckpointManifest.EmaWeights);
        using var gradient = no_grad();
        using var shift = tensor(new[] { _medianLogit, 0f });
        model.Weights.Single(weight => weight.name == "q_head.bias").parameter.sub_(shift);
        return model;
    }

    private TinyRecursiveModel Load(int steps, string weights)
    {
        var model = new TinyRecursiveModel(_manifest.Shape with { Arch = _manifest.Arch with { MaxSupervisionSteps = steps } }, CPU, ScalarType.Float32, seed: 0);
        TrainingCheckpoint.LoadWeights(_checkpoint, weights, model);
        return model;
    }

    internal static ISupervisionStep Step(TinyRecursiveModel model, bool native = true)
    {
        var halting = new HaltingRule(model.Shape.Arch, RandomStream.Exploration.Of(0));
        var loss = new ActLoss(model.Shape.Arch.Loss);
        return native ? new NativeStep(model, halting, loss, 1, threads: 1) : new AutogradStep(model, halting, loss, 1);
    }

    public void Dispose()
    {
        Test.Dispose();
        _directory.Dispose();
    }
}
