namespace TrmLab.Trainer.Tests.Commands;

/// <summary>Bad input is one clear line on stderr and exit code 2, and creates nothing.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    public static TheoryData<string, string> Mistakes => new()
    {
        { "train", "name a --preset or a --config file" },
        { "train --preset sudoku-4x4", "did you mean 'sudoku-4x4-demo'" },
        { "train --preset sudoku-4x4-demo --set arch.hiden_size=3 --run-dir {0}/run", "did you mean 'arch.hidden_size'" },
        { "train --preset sudoku-4x4-demo --set lr=fast --run-dir {0}/run", "expected a number" },
        { "train --preset sudoku-4x4-demo --set eval_interval=7 --run-dir {0}/run", "must divide epochs" },
        { "train --preset sudoku-4x4-demo --set device=cuda:9 --run-dir {0}/run", "no CUDA device" },
        { "train --preset sudoku-4x4-demo --data {0}/none --run-dir {0}/run", "does not exist" },
        { "train --config {0}/none.json", "cannot read the configuration" },
        { "train --config {0}/none.yaml", "none.yaml" },
        { "train arch=trn", "there are trm, trm_singlez" },
        { "train arch.L_layer=2", "did you mean 'arch.L_layers'" },
        { "train epochs=many", "epochs=many: expected a whole number" },
        { "train --preset sudoku-4x4-demo lr=1e-3", "write --set lr=1e-3" },
        { "train eval_save_outputs=[logits]", "not offered" },
        { "train --preset sudoku-4x4-demo --set load_checkpoint={0}/none --run-dir {0}/run", "load_checkpoint: " },
        { "train --resume {0}/none", "holds no run" },
        { "train --preset sudoku-4x4-demo --resume {0}", "--resume takes the run's own configuration" },
        { "evaluate --checkpoint {0}/none --data samples/sudoku-4x4", "no such checkpoint directory" },
        { "data info {0}", "no data set" },
        { "data generate sudoku --size 5 --out {0}/run", "5" },
        { "data generate sudoku --size 4 --clues 9-3 --out {0}/run", "expected a range" },
        { "data build sudoku --train {0}/none.csv --out {0}/run", "none.csv" },
        { "evaluate --checkpoint samples/checkpoints/sudoku-4x4 --data samples/sudoku-4x4 --device gpu", "device gpu: must be auto, cpu, cuda or cuda:N" },
        { "verify {0}/none.zip", "none.zip" },
        { "verify {0}/none.zip --device CUDA", "device CUDA: must be" },
        { "trace --checkpoint samples/checkpoints/sudoku-4x4 --device cuda:x --out {0}/run", "device cuda:x: must be" },
        { "worker --socket {0}/run --device coda:0", "device coda:0: must be" },
        { "checkpoint info {0}/none", "none" },
        { "checkpoint verify {0}", "no checkpoint here" },
        { "checkpoint export {0}/none --out {0}/run", "no such checkpoint directory" },
        { "data fetch sudoku-extreme --base-url mirror --out {0}/run", "'mirror' is no address" },
        { "trace --checkpoint samples/checkpoints/sudoku-4x4 --puzzle 11.............. --out {0}/run", "row 1 has the digit 1 2 times" },
        { "trace --checkpoint samples/checkpoints/sudoku-4x4 --puzzle 1,2,3,4 --out {0}/run", "cell 2 is ','" },
        { "trace --checkpoint samples/checkpoints/sudoku-4x4 --weights mean --out {0}/run", "'raw' 'ema'" },
        { "trace --checkpoint samples/checkpoints/sudoku-4x4 --detail much --out {0}/run", "must be auto, all, answers, steps" },
        { "trace --checkpoint samples/checkpoints/sudoku-4x4 --out {0}/none/run", "the folder does not exist" },
        { "trian", "trian" },
        { "train --no-such-option", "--no-such-option" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_is_one_line_and_exit_code_2(string words, string message)
    {
        var (code, output, error) = await TrainerProcess.Run([.. words.Split(' ').Select(w => w.Replace("{0}", _directory.Root, StringComparison.Ordinal))]);
        Assert.Contains(message, error);
        Assert.Equal(2, code);
        Assert.Equal("", output);
        Assert.Single(error.Trim().Split('\n'));
        Assert.StartsWith("error: ", error);
        Assert.False(Path.Exists(_directory["run"]));
    }

    [Fact]
    public async Task A_place_that_cannot_take_results_is_refused_before_the_evaluation()
    {
        File.WriteAllText(_directory["file"], "");
        var (code, output, error) = await TrainerProcess.Run("evaluate", "--checkpoint", "samples/checkpoints/sudoku-4x4", "--data", "samples/sudoku-4x4", "--out", _directory["file/out"]);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains($"{_directory["file"]} is a file", Assert.Single(error.Trim().Split('\n')));
    }

    [Fact]
    public async Task A_malformed_row_is_named_by_its_line()
    {
        var csv = _directory["puzzles.csv"];
        File.WriteAllText(csv, "source,question,answer,rating\na,1...............,1234341221434321,0\nb,12,1234341221434321,0\n");
        var (code, _, error) = await TrainerProcess.Run("data", "build", "sudoku", "--train", csv, "--out", _directory["run"]);
        Assert.Equal(2, code);
        Assert.Contains("puzzles.csv", error);
        Assert.Contains("line ", error);
        Assert.False(Path.Exists(_directory["run"]));
    }

    [Fact]
    public async Task A_directory_with_a_run_is_not_overwritten()
    {
        Directory.CreateDirectory(_directory["run"]);
        File.WriteAllText(_directory["run/metrics.jsonl"], "{}\n");
        var (code, _, error) = await TrainerProcess.Run("train", "--preset", "sudoku-4x4-demo", "--run-dir", _directory["run"]);
        Assert.Equal(2, code);
        Assert.Contains("already holds a run", error);
        Assert.Equal("{}\n", File.ReadAllText(_directory["run/metrics.jsonl"]));
    }
}
