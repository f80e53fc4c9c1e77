using TrmLab.LabBench;

// dotnet run -c Release --project tests/TrmLab.LabBench [-- table charts compare ingest live logging] [--minutes N] [--write FILE]
// Fills a temporary data folder, starts the dashboard on it, drives a real Chromium and prints what it measured beside the goals.
var options = BenchOptions.Parse(args);
if (options is null)
{
    Console.Error.WriteLine(BenchOptions.Usage);
    return 2;
}

var figures = new Figures();
foreach (var part in BenchOptions.Parts.Where(options.Wants)) await part.Run(options, figures);
Console.WriteLine();
Console.WriteLine(figures.ToMarkdown());
if (options.Write is { } file) File.WriteAllText(file, figures.ToMarkdown());
return 0;
