using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;
using TrmLab.Web.Comparison;

namespace TrmLab.Web.Tests.Support;

/// <summary>Runs with results by puzzle, for pages that compare them.</summary>
internal static class EvaluatedRuns
{
    public const string SomeHash = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    /// <summary>A finished run of 100 steps.</summary>
    /// <param name="lab">Where.</param>
    /// <param name="id">Its id.</param>
    /// <param name="config">Its configuration.</param>
    /// <param name="hash">What its trainer recorded of the data; null for nothing.</param>
    /// <param name="evaluations">Step, weights, and which of the puzzles 0, 1, 2, ... are solved.</param>
    public static RunDirectory Finished(TestLab lab, string id, RunConfig? config, string? hash, params (long Step, string Weights, string Solved)[] evaluations)
    {
        var run = Open(lab, id, config, hash, evaluations);
        TestLab.Write(run, Events.Finished(100));
        return run;
    }

    /// <summary>The same without its end.</summary>
    public static RunDirectory Open(TestLab lab, string id, RunConfig? config, string? hash, params (long Step, string Weights, string Solved)[] evaluations)
    {
        var run = lab.Make(id, config);
        var environment = new Dictionary<string, string> { ["trmlab"] = "1.0.0+abcdef0123456789" };
        if (hash is not null) environment["data /somewhere/none"] = hash;
        TestLab.Write(run, Events.Started() with { Run = id, Environment = environment }, Events.Metrics(1), Events.Metrics(100));
        foreach (var (step, weights, solved) in evaluations) Evaluate(run, step, weights, solved);
        return run;
    }

    /// <summary>Adds an evaluation: a 1 for each puzzle solved, a 0 for each that is not.</summary>
    public static void Evaluate(RunDirectory run, long step, string weights, string solved)
    {
        var file = RunDirectory.EvaluationFile(step, weights);
        Directory.CreateDirectory(run.Evaluations);
        using (var stream = File.Create(run.Resolve(file)))
        {
            PuzzleResult.WriteAll(stream, solved.Select((s, i) => new PuzzleResult { Index = i, Exact = s == '1', CellAccuracy = s == '1' ? 1 : 0.5, Steps = 4, FirstExactStep = s == '1' ? 2 : 0, WouldHaltStep = s == '1' ? 3 : 0, ExactAtHalt = s == '1', Rating = i }));
        }

        TestLab.Write(run, Events.Evaluated(step, weights, solved.Count(s => s == '1') / (double)solved.Length) with { Puzzles = solved.Length, File = file, ExactByStep = [0, 0.5, 0.5, 0.5] });
    }

    /// <summary>The runs as a comparison reads them.</summary>
    public static IReadOnlyList<ComparedRun> Read(TestLab lab, params string[] ids)
    {
        lab.CatchUp();
        lab.States.Look(DateTimeOffset.UtcNow);
        return ComparedRun.Read(lab.Index, run => lab.States.Of(run).State, ids);
    }
}
