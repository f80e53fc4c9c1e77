using System.Text.Json;
using System.Text.Json.Serialization;

namespace TrmLab.Core.Runs;

/// <summary>What a run can be asked to do.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunCommandKind>))]
public enum RunCommandKind
{
    /// <summary>Save a checkpoint and end.</summary>
    [JsonStringEnumMemberName("stop")] Stop,

    /// <summary>Wait before the next step.</summary>
    [JsonStringEnumMemberName("pause")] Pause,

    /// <summary>Go on after a pause.</summary>
    [JsonStringEnumMemberName("continue")] Continue,

    /// <summary>Save a checkpoint now.</summary>
    [JsonStringEnumMemberName("save")] Save,

    /// <summary>Evaluate now.</summary>
    [JsonStringEnumMemberName("evaluate")] Evaluate,
}

/// <summary>One command file.</summary>
public sealed record RunCommand
{
    [JsonPropertyName("id")] public string Id { get; init; } = Guid.NewGuid().ToString("n");

    [JsonPropertyName("command")] public RunCommandKind Kind { get; init; }

    /// <summary>Unix time in milliseconds.</summary>
    [JsonPropertyName("time")] public long Time { get; init; } = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
}

/// <summary>
/// Commands are files: whoever wants something puts one into <c>commands/</c>; the trainer obeys, logs <see cref="CommandHandled"/> and
/// deletes it. A command given twice has the effect of one; a trainer that is not there cannot lose one.
/// </summary>
public static class RunCommands
{
    /// <summary>Asks the run to do something.</summary>
    public static RunCommand Send(RunDirectory run, RunCommandKind kind)
    {
        var command = new RunCommand { Kind = kind };
        Directory.CreateDirectory(run.Commands);
        DurableFile.Write(PathOf(run, command), stream => JsonSerializer.Serialize(stream, command));
        return command;
    }

    /// <summary>Commands that wait, oldest first; files that are none are left alone.</summary>
    public static IReadOnlyList<RunCommand> Pending(RunDirectory run)
    {
        if (!Directory.Exists(run.Commands)) return [];
        return [.. Directory.EnumerateFiles(run.Commands, "*.json").Select(Read).OfType<RunCommand>().OrderBy(c => c.Time)];
    }

    /// <summary>Removes an obeyed command.</summary>
    public static void Remove(RunDirectory run, RunCommand command) => File.Delete(PathOf(run, command));

    private static string PathOf(RunDirectory run, RunCommand command) => Path.Combine(run.Commands, $"{command.Id}.json");

    private static RunCommand? Read(string path)
    {
        try
        {
            var command = JsonSerializer.Deserialize<RunCommand>(File.ReadAllBytes(path));
            return command is not null && command.Id == Path.GetFileNameWithoutExtension(path) ? command : null;
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
