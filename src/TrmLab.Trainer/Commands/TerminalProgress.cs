using Spectre.Console;
using TrmLab.Core.Puzzles;

namespace TrmLab.Trainer.Commands;

/// <summary>A progress bar on stderr while something is built; nothing where stderr is not a terminal.</summary>
internal static class TerminalProgress
{
    /// <summary>Runs the work and shows the progress it reports. Ctrl+C cancels it.</summary>
    public static void Run(Action<IProgress<BuildProgress>, CancellationToken> work)
    {
        using var cancel = new CancellationTokenSource();
        void OnCancel(object? sender, ConsoleCancelEventArgs e)
        {
            e.Cancel = true;
            cancel.Cancel();
        }

        Console.CancelKeyPress += OnCancel;
        try
        {
            if (Console.IsErrorRedirected) work(new Silent(), cancel.Token);
            else Bars(work, cancel.Token);
        }
        finally
        {
            Console.CancelKeyPress -= OnCancel;
        }
    }

    private static void Bars(Action<IProgress<BuildProgress>, CancellationToken> work, CancellationToken token)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        console.Progress().Start(context => work(new Tasks(context), token));
    }

    private sealed class Silent : IProgress<BuildProgress>
    {
        public void Report(BuildProgress value)
        {
        }
    }

    private sealed class Tasks(ProgressContext context) : IProgress<BuildProgress>
    {
        private readonly Dictionary<string, ProgressTask> _tasks = [];

        public void Report(BuildProgress value)
        {
            if (!_tasks.TryGetValue(value.Stage, out var task)) _tasks[value.Stage] = task = context.AddTask(Markup.Escape(value.Stage));
            task.IsIndeterminate = value.Total is null;
            if (value.Total is { } total) task.MaxValue = total;
            task.Value = value.Done;
        }
    }
}
