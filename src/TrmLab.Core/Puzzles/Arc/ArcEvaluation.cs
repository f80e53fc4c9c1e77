using System.Text.Json;

namespace TrmLab.Core.Puzzles.Arc;

/// <summary>The outcome of a vote: scores, ranked candidates per task, and the files that hold them.</summary>
public sealed class ArcEvaluation
{
    private const int Attempts = 2;
    private const int ReportedCandidates = 5;

    internal ArcEvaluation(IReadOnlyList<ArcTaskResult> tasks)
    {
        Tasks = tasks;
        Metrics = new OrderedDictionary<string, double>(PassAtK.Ks.Select(k => KeyValuePair.Create(PassAtK.MetricName(k), PassAtK.Of(tasks, k))));
    }

    /// <summary>In the order of test_puzzles.json.</summary>
    public IReadOnlyList<ArcTaskResult> Tasks { get; }

    /// <summary><c>ARC/pass@K</c> by name, 0..1.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; }

    /// <summary>
    /// Writes submission.json: <c>{task: [{"attempt_1": grid, "attempt_2": grid} per test input]}</c>. With one candidate the first is
    /// repeated; an input without any prediction has no entry, as in the reference.
    /// </summary>
    public void WriteSubmission(Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, ArcTaskWriter.PlainText);
        json.WriteStartObject();
        foreach (ArcTaskResult task in Tasks)
        {
            json.WriteStartArray(task.Task);
            foreach (ArcInputResult input in task.Inputs.Where(input => input.Candidates.Count > 0))
            {
                json.WriteStartObject();
                for (int i = 0; i < Attempts; i++)
                    ArcTaskWriter.WriteGrid(json, $"attempt_{i + 1}", input.Candidates[i < input.Candidates.Count ? i : 0].Grid);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    /// <summary>Writes a report per task: its scores and, per test input, the rank and votes of the right answer and the leading candidates.</summary>
    public void WriteReport(Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, ArcTaskWriter.PlainText);
        json.WriteStartObject();
        WriteScores(json, Metrics);
        json.WriteStartObject("tasks");
        foreach (ArcTaskResult task in Tasks)
        {
            json.WriteStartObject(task.Task);
            WriteScores(json, PassAtK.Ks.Select(k => KeyValuePair.Create(PassAtK.MetricName(k), task.PassAt(k))));
            json.WriteStartArray("inputs");
            foreach (ArcInputResult input in task.Inputs)
                WriteInput(json, input);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteScores(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, double>> scores)
    {
        json.WriteStartObject("scores");
        foreach ((string name, double score) in scores)
            json.WriteNumber(name, score);
        json.WriteEndObject();
    }

    private static void WriteInput(Utf8JsonWriter json, ArcInputResult input)
    {
        json.WriteStartObject();
        json.WriteNumber("rank", input.Rank);
        json.WriteNumber("right_votes", input.RightVotes);
        json.WriteNumber("votes", input.Votes);
        json.WriteNumber("candidates", input.Candidates.Count);
        json.WriteStartArray("leading");
        foreach (ArcCandidate candidate in input.Candidates.Take(ReportedCandidates))
        {
            json.WriteStartObject();
            json.WriteNumber("votes", candidate.Votes);
            json.WriteNumber("mean_halt", candidate.MeanHalt);
            ArcTaskWriter.WriteGrid(json, "grid", candidate.Grid);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
