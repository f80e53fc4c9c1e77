using System.Text;
using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Interchange;
using TrmLab.Core.Interchange.TensorBoard;
using TrmLab.Core.Puzzles;
using TrmLab.Core.Puzzles.Arc;
using TrmLab.Core.Puzzles.Maze;
using TrmLab.Core.Puzzles.Sudoku;
using TrmLab.Core.Runs;
using TrmLab.Trainer.Checkpoints;
using static TrmLab.Faults.Fuzzing.Samples;

namespace TrmLab.Faults.Fuzzing;

/// <summary>Everything that is read from outside.</summary>
public static class FuzzCatalogue
{
    private const string SudokuRows = "source,question,answer,rating\na,1...............,1234341221434321,3\nb,\"12..............\",1234341221434321,0\n";
    private const string MazeRows = "source,question,answer,rating\nx,S  # G ##,Soo# G ##,2\n";
    private const string ArcTasks = """{"t1": {"train": [{"input": [[1, 2], [0, 9]], "output": [[3]]}], "test": [{"input": [[1]], "output": [[2, 2]]}]}, "t2": {"train": [], "test": []}}""";

    /// <summary>In the order of docs/reliability.md.</summary>
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("dataset-json", "dataset.json of a data set", () => [.. Datasets("train/dataset.json"), .. Datasets("identifiers.json")], folder => Dataset(folder, "train/dataset.json")),
        new("npy", ".npy arrays of a data set", () => [.. Datasets("train/all__inputs.npy"), .. Datasets("train/all__group_indices.npy"), .. Datasets("train/all__ratings.npy")], Npy),
        new("csv", "puzzle tables and per-puzzle results", () => [Utf8(SudokuRows), Utf8(MazeRows), Stream(s => PuzzleResult.WriteAll(s, [new() { Index = 1, Exact = true, Steps = 16, HaltLogit = 2.5 }, new() { Index = 2, Rating = 3 }]))], Csv),
        new("arc-json", "ARC tasks", () => [Utf8(ArcTasks)], folder => ReaderOf.File(folder, "a.json", path => ArcTaskReader.ReadCombined(path))),
        new("config-json", "config.json of a run", () => [Utf8(ConfigJson.Write(new RunConfig { Name = "n", DataPaths = ["d"] })), .. Presets.Names.Select(p => Utf8(ConfigJson.Write(Presets.Get(p))))], _ => new ReaderOf(input => ConfigRules.Problems(ConfigJson.Read(Encoding.UTF8.GetString(input), "config.json")))),
        new("metrics-jsonl", "the log of a run", () => [Log()], RunLog),
        new("safetensors", "weights as safetensors", () => [Safetensors()], folder => ReaderOf.File(folder, "w.safetensors", Weights)),
        new("pickle", "weights as a torch archive: the pickle with good checksums, and the archive", () => [Pickle(), TorchArchive()], folder => ReaderOf.File(folder, "step_1", Weights, input => input is [(byte)'P', (byte)'K', ..] ? input : ArchiveOf(input))),
        new("wandb", "exports of Weights & Biases, CSV and JSON lines", () => [Stream(s => MetricExport.WriteCsv(s, Series())), Stream(s => MetricExport.WriteJsonLines(s, Series()))], _ => new ReaderOf(Wandb)),
        new("tensorboard", "TensorBoard event files", () => [Stream(s => EventFileWriter.Write(s, Series()))], _ => new ReaderOf(TensorBoard)),
        new("http", "requests to the dashboard", HttpRequests.Corpus, _ => new HttpReader()),
        new("hub", "messages to the dashboard's hub", HubMessages.Corpus, _ => new HubFuzzReader()),
    ];

    private static IEnumerable<byte[]> Datasets(string file)
    {
        var folder = Directory.CreateTempSubdirectory("trmlab-fuzz-");
        try
        {
            Samples.Dataset(folder.FullName);
            return [System.IO.File.ReadAllBytes(Path.Combine(folder.FullName, file))];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Identifiers are read too: the same damage in the other place.
    private static ReaderOf Dataset(string folder, string file)
    {
        Samples.Dataset(folder);
        var (path, identifiers) = (Path.Combine(folder, file), Path.Combine(folder, "identifiers.json"));
        return new ReaderOf(input =>
        {
            if (input.AsSpan().TrimStart(" \n"u8) is [(byte)'[', ..])
            {
                System.IO.File.WriteAllBytes(identifiers, input);
                PuzzleDataset.ReadIdentifiers(folder);
                return;
            }

            System.IO.File.WriteAllBytes(path, input);
            PuzzleDataset.ReadMetadata([folder], "train");
            using var dataset = PuzzleDataset.Open(folder, "train");
            foreach (var set in dataset.Sets) set.CheckValues();
        });
    }

    private static ReaderOf Npy(string folder) => ReaderOf.File(folder, "a.npy", path =>
    {
        using var array = NpyArray.Open(path);
        if (array.Header.Type == NpyType.Float32)
        {
            array.ToSingles();
            return;
        }

        var row = new int[Math.Min(array.RowLength, 1 << 16)];
        if (row.Length != array.RowLength) return;
        for (long i = 0; i < Math.Min(array.RowCount, 1000); i++) array.CopyRow(i, row);
    });

    private static ReaderOf Csv(string folder) => ReaderOf.File(folder, "t.csv", path =>
    {
        OneOf(() => SudokuCsv.Read(path, SudokuCsv.BoardOf(path)).Count(), () => MazeCsv.Read(path).Count(), () => PuzzleResult.ReadAll(path));
    });

    private static ReaderOf RunLog(string folder) => ReaderOf.File(folder, "metrics.jsonl", path =>
    {
        long offset = 0;
        foreach (var logged in RunLogReader.Read(path))
        {
            FaultRun.Require(logged.EndOffset > offset, "offsets do not ascend");
            offset = logged.EndOffset;
        }

        RunLogSeries.Read(path);
    });

    private static void Weights(string path)
    {
        using var file = WeightsFile.Open(path);
        foreach (var array in file.Arrays) array.CopyTo(System.IO.Stream.Null);
    }

    private static byte[] Pickle()
    {
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(TorchArchive()));
        using var pickle = zip.Entries.First(e => e.Name == "data.pkl").Open();
        return Samples.Stream(pickle.CopyTo);
    }

    private static void Wandb(byte[] input)
    {
        OneOf(() => WandbCsv.Read(new MemoryStream(input), "w.csv"), () => WandbJsonLines.Read(new MemoryStream(input), "w.jsonl"));
    }

    // Checksums stop most damage; framed anew, the message inside is what is damaged.
    private static void TensorBoard(byte[] input)
    {
        var framed = new MemoryStream();
        framed.Write(Frame("\u001a\rbrain.Event:2"u8.ToArray()));
        framed.Write(Frame(input.Length > 12 ? input[12..] : input));
        framed.Position = 0;
        OneOf(() => EventFileReader.Read(new MemoryStream(input), "events"), () => EventFileReader.Read(framed, "framed"));
    }

    private static byte[] Frame(byte[] message)
    {
        var length = BitConverter.GetBytes((long)message.Length);
        return [.. length, .. BitConverter.GetBytes(MaskedCrc.Of(length)), .. message, .. BitConverter.GetBytes(MaskedCrc.Of(message))];
    }

    // Tries all of them; refused is what none of them takes.
    private static void OneOf(params Action[] readers)
    {
        InputException? refusal = null;
        var taken = false;
        foreach (var read in readers)
        {
            try
            {
                read();
                taken = true;
            }
            catch (InputException e)
            {
                FaultRun.Require(e.Message.Length is > 0 and <= 5000 && !e.Message.Any(char.IsControl), "not one line: " + e.Message);
                refusal = e;
            }
        }

        if (!taken) throw refusal!;
    }
}
