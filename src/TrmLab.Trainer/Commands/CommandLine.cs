using System.CommandLine;
using TrmLab.Core;

namespace TrmLab.Trainer.Commands;

/// <summary>The verbs of <c>trmlab</c>. Human text goes to stderr, results to stdout; an error is one line: what, where, what to do.</summary>
public static class CommandLine
{
    /// <summary>Parses and runs.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static int Run(string[] args)
    {
        var root = new RootCommand("TrmLab trains, evaluates and inspects Tiny Recursive Models.");
        root.Subcommands.Add(TrainCommand.Create());
        root.Subcommands.Add(EvaluateCommand.Create());
        root.Subcommands.Add(TraceCommand.Create());
        root.Subcommands.Add(WorkerCommand.Create());
        root.Subcommands.Add(DataCommand.Create());
        root.Subcommands.Add(CheckpointCommand.Create());
        root.Subcommands.Add(MetricsCommand.Create());
        root.Subcommands.Add(VerifyCommand.Create());
        root.Subcommands.Add(BenchCommand.Create());

        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            Console.Error.WriteLine("error: " + string.Join("; ", parsed.Errors.Select(e => OneLine(e.Message).TrimEnd('.'))) + $". See `trmlab {Verb(args)}--help`.");
            return (int)ExitCode.BadInput;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (InputException e)
        {
            Console.Error.WriteLine("error: " + e.Message);
            return (int)ExitCode.BadInput;
        }
        catch (OperationCanceledException)
        {
            // What a verb may have written by then is its own; only a fetch leaves something to go on from.
            Console.Error.WriteLine("stopped on request" + (parsed.CommandResult.Command.Name == FetchCommand.Name ? "; the next fetch goes on from here" : ""));
            return (int)ExitCode.Stopped;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine("error: " + OneLine(e.Message));
            return (int)ExitCode.RunFailed;
        }
        catch (Exception e)
        {
            // A fault of the program: the trace is what a report needs, the last line what a reader of the log sees first.
            Console.Error.WriteLine(e);
            Console.Error.WriteLine($"error: {e.GetType().Name}: {OneLine(e.Message)}");
            return (int)ExitCode.RunFailed;
        }
    }

    private static string OneLine(string message) => string.Join(' ', message.Split(['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static string Verb(string[] args) => args.Length > 0 && !args[0].StartsWith('-') ? args[0] + " " : "";
}
