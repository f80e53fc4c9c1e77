using System.Diagnostics;
using Spectre.Console;
using TrmLab.Core.Puzzles;

namespace TrmLab.Trainer.Commands;

/// <summary>A progress bar on stderr while a verb is at work; where stderr is not a terminal lines for the calling program (<see cref="ProgressLine"/>), or nothing.</summary>
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
            if (!Console.IsErrorRedirected) Bars(work, cancel.Token);
            else if (IsAsked) work(new Lines(), cancel.Token);
            else work(new Silent(), cancel.Token);
        }
        finally
        {
            Console.CancelKeyPress -= OnCancel;
        }
    }

    /// <summary>Tells the calling program of work that tells a person by other means.</summary>
    public static void Tell(BuildProgress progress)
    {
        if (IsAsked) Console.Error.WriteLine(ProgressLine.Format(progress));
    }

    private static bool IsAsked => Console.IsErrorRedirected && Environment.GetEnvironmentVariable(ProgressLine.Variable) is { Length: > 0 };

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

    // More often nobody can see it, and a builder may report every row.
    private sealed class Lines : IProgress<BuildProgress>
    {
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
        private readonly Lock _gate = new();
        private string _stage = "";
        private long _told;

        public void Report(BuildProgress value)
        {
            lock (_gate)
            {
                if (value.Stage == _stage && Stopwatch.GetElapsedTime(_told) < Pause) return;
                (_stage, _told) = (value.Stage, Stopwatch.GetTimestamp());
                Console.Error.WriteLine(ProgressLine.Format(value));
            }
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
