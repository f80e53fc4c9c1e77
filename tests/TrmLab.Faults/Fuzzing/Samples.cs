using System.Text;
using TorchSharp;
using TrmLab.Core.Interchange;
using TrmLab.Core.Puzzles;
using TrmLab.Core.Runs;
using TrmLab.Trainer.Checkpoints;
using TrmLab.Trainer.Checkpoints.Arrays;
using TrmLab.Trainer.Checkpoints.Torch;

namespace TrmLab.Faults.Fuzzing;

/// <summary>Good inputs, made here by the product's own writers or by hand.</summary>
internal static class Samples
{
    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>What a writer writes into a stream.</summary>
    public static byte[] Stream(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }

    /// <summary>What a writer writes to a path.</summary>
    public static byte[] File(Action<string> write)
    {
        var path = Path.GetTempFileName();
        try
        {
            write(path);
            return System.IO.File.ReadAllBytes(path);
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }

    /// <summary>Two metrics, with what is no number.</summary>
    public static IReadOnlyList<MetricSeries> Series()
    {
        var loss = new MetricSeriesBuilder("train/lm_loss");
        var exact = new MetricSeriesBuilder("train/accuracy, \"exact\"");
        for (var step = 1; step <= 8; step++)
        {
            loss.Add(step, step == 3 ? double.NaN : 2.5 / step, 1_700_000_000 + step);
            exact.Add(step, step == 4 ? double.PositiveInfinity : step / 8.0, 1_700_000_000 + step);
        }

        return [exact.Build(), loss.Build()];
    }

    /// <summary>One event of each kind.</summary>
    public static byte[] Log()
    {
        RunEvent[] events =
        [
            new RunStarted { Run = "r", Process = new ProcessIdentity(), TotalSteps = 100, Device = "cpu" },
            new MetricsLogged { Step = 1, Values = new Dictionary<string, double> { ["train/lm_loss"] = 2.5, ["train/lr"] = double.NaN } },
            new Evaluated { Step = 1, Weights = "ema", Values = new Dictionary<string, double> { ["all/exact_accuracy"] = 0.5 }, ExactByStep = [0.1, 0.5], Puzzles = 10 },
            new RunPaused { Step = 1 },
            new RunContinued { Step = 1 },
            new RunResumed { FromStep = 1, Checkpoint = "c" },
            new CheckpointSaved { Step = 1, Path = "p" },
            new CheckpointRemoved { Path = "p" },
            new CommandHandled { Id = "i", Command = "stop" },
            new Notice { Text = "t" },
            new RunFinished { Step = 1 },
        ];
        return [.. events.SelectMany(e => (byte[])[.. RunEventJson.Write(e), (byte)'\n'])];
    }

    /// <summary>A data set of three puzzles, with its two splits.</summary>
    public static void Dataset(string directory)
    {
        using var writer = new PuzzleDatasetWriter(directory);
        foreach (var split in new[] { "train", "test" })
        {
            var output = writer.AddSplit(split, new DatasetMetadata { IgnoreLabelId = 0, VocabularySize = 5, SequenceLength = 4, PuzzleIdentifiers = 4 });
            for (var puzzle = 0; puzzle < 3; puzzle++)
            {
                output.AppendExample([1, 2, 4, 0], [1, 2, 4, 3]);
                output.EndPuzzle(puzzle + 1, puzzle);
                output.EndGroup();
            }
        }

        writer.WriteIdentifiers(["<blank>", "a", "b|||t3", "c"]);
        writer.Complete();
    }

    /// <summary>A small state dict in both formats that weights come in.</summary>
    public static byte[] Safetensors() => File(path => SafetensorsWriter.Save(path, Arrays(), new Dictionary<string, string> { ["format"] = "pt" }));

    public static byte[] TorchArchive() => File(path => TorchZipWriter.Save(path, Arrays()));

    /// <summary>A torch archive around any pickle: its checksums are right, so that damage gets past the door.</summary>
    public static byte[] ArchiveOf(byte[] pickle) => Stream(stream =>
    {
        var zip = new StreamingZip(stream);
        zip.Add("archive/data.pkl", pickle.Length, content => content.Write(pickle));
        zip.Add("archive/data/0", 64, content => content.Write(new byte[64]));
        zip.Add("archive/version", 2, content => content.Write("3\n"u8));
        zip.Finish();
    });

    private static List<NamedArray> Arrays() => [TensorArrays.Of("model.inner.weight", torch.arange(12, torch.float32).reshape(3, 4))];
}
