using System.CommandLine;
using System.Runtime.InteropServices;
using TrmLab.Trainer.Inference;
using TrmLab.Trainer.Training;

namespace TrmLab.Trainer.Commands;

/// <summary><c>trmlab worker</c>: serves traces to the dashboard over a local socket, with checkpoints kept warm.</summary>
internal static class WorkerCommand
{
    private static readonly Option<string> SocketPath = new("--socket") { Description = "Path of the local socket to listen on.", Required = true };
    private static readonly Option<string> Device = new("--device") { Description = "auto, cpu, cuda or cuda:N.", DefaultValueFactory = _ => "cpu" };
    private static readonly Option<int> Threads = new("--threads") { Description = "Threads on the CPU; 0 = one per core." };
    private static readonly Option<int> Networks = new("--networks") { Description = "Networks kept loaded.", DefaultValueFactory = _ => 4 };
    private static readonly Option<long> Memory = new("--memory") { Description = "Megabytes of memory it may use before it ends itself.", DefaultValueFactory = _ => 4096 };
    private static readonly Option<bool> WithParent = new("--with-parent") { Description = "Ends when its standard input is closed, that is with the process that started it." };

    public static Command Create()
    {
        var command = new Command("worker", "Serve recursion traces over a local socket.") { SocketPath, Device, Threads, Networks, Memory, WithParent };
        command.SetAction(parsed => (int)Serve(parsed));
        return command;
    }

    private static ExitCode Serve(ParseResult parsed)
    {
        // Networks are loaded when the first trace asks for one: too late to tell whoever starts the worker.
        ComputeDevice.Check(parsed.GetValue(Device)!);
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, stop));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, stop));
        if (parsed.GetValue(WithParent))
            new Thread(() => WaitForParent(stop)) { IsBackground = true }.Start();

        using var guard = new MemoryGuard(Math.Max(256, parsed.GetValue(Memory)) << 20);
        using var networks = new NetworkCache(parsed.GetValue(Device)!, parsed.GetValue(Threads), Math.Max(1, parsed.GetValue(Networks)));
        using var worker = new InferenceWorker(Path.GetFullPath(parsed.GetRequiredValue(SocketPath)), networks);
        worker.Start();
        Output.Say($"serving traces on {parsed.GetValue(SocketPath)}");
        worker.Run(stop.Token);
        return ExitCode.Done;
    }

    private static void Stop(PosixSignalContext context, CancellationTokenSource stop)
    {
        context.Cancel = true;
        stop.Cancel();
    }

    private static void WaitForParent(CancellationTokenSource stop)
    {
        using var input = Console.OpenStandardInput();
        var buffer = new byte[64];
        while (input.Read(buffer) > 0)
        {
        }

        stop.Cancel();
    }
}
