using System.CommandLine;
using TrmLab.Core;
using TrmLab.Core.Interchange;
using TrmLab.Core.Runs;

namespace TrmLab.Trainer.Commands;

/// <summary><c>trmlab metrics import|export</c></summary>
internal static class MetricsCommand
{
    public static Command Create() => new("metrics", "Bring curves of other programs in as runs, and take a run's curves out.") { Import(), Export() };

    private static Command Import()
    {
        var file = new Argument<string>("file") { Description = "A wandb history (CSV or JSON lines), a TensorBoard event file, or a directory of event files." };
        var name = new Option<string?>("--name") { Description = "Name in the dashboard; the file's by default." };
        var output = new Option<string?>("--out") { Description = "Run directory to create; a new one in data/runs by default." };
        var weights = new Option<string>("--weights") { Description = "Which weights the file's evaluations are of: ema (the reference's default) or raw.", DefaultValueFactory = _ => "ema" };
        weights.AcceptOnlyFromAmong("ema", "raw");
        var json = new Option<bool>("--json") { Description = "One JSON object on stdout." };
        var command = new Command("import", "Make a run, to look at only, of another program's metrics.") { file, name, output, weights, json };
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(file);
            var (found, format) = MetricFile.Read(path);
            var run = RunDirectory.At(parsed.GetValue(output) ?? Path.Combine(DataRoot.Path, "runs", RunDirectory.NewId()));
            var title = parsed.GetValue(name) ?? Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(path));
            RunImport.Write(found, format, new RunImportOptions(title, parsed.GetRequiredValue(weights)), run);
            foreach (var note in found.Notes) Output.Say("note: " + note);
            if (parsed.GetValue(json)) Output.Json(new { Run = run.Id, Directory = run.Root, Format = format, Metrics = found.Series.Count, found.Points, found.Notes });
            else Console.Out.WriteLine($"{path}: {format}, {found.Series.Count} metrics, {found.Points:N0} points; imported to {run.Root}");
            return (int)ExitCode.Done;
        });
        return command;
    }

    private static Command Export()
    {
        var directory = new Argument<string>("run") { Description = "Run directory, or the id of a run in data/runs." };
        var output = new Option<string>("--out") { Description = "File to write.", Required = true };
        var format = new Option<string>("--format") { Description = string.Join(", ", MetricFile.Words) + ".", DefaultValueFactory = _ => "csv" };
        format.AcceptOnlyFromAmong([.. MetricFile.Words]);
        var command = new Command("export", "Write all points of a run's metrics, under wandb's column names or as TensorBoard events.") { directory, output, format };
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(directory);
            var run = RunDirectory.At(Directory.Exists(path) ? path : Path.Combine(DataRoot.Path, "runs", path));
            if (!File.Exists(run.Log)) throw new InputException($"{run.Log}: there is no such log; give a run directory or the id of a run");
            var series = RunLogSeries.Read(run.Log);
            var target = parsed.GetRequiredValue(output);
            var digest = DurableFile.Write(target, stream => MetricFile.Write(stream, series, MetricFile.FormatOf(parsed.GetRequiredValue(format))));
            Console.Out.WriteLine($"{target}: {series.Count} metrics, {series.Sum(s => (long)s.Count):N0} points, {digest.Bytes:N0} bytes");
            return (int)ExitCode.Done;
        });
        return command;
    }
}
