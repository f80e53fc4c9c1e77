using System.CommandLine;
using TrmLab.Trainer.Training;
using TrmLab.Trainer.Verification;

namespace TrmLab.Trainer.Commands;

/// <summary><c>trmlab verify ARCHIVE...</c>: does this machine, with this build, compute what the reference computes?</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var archives = new Argument<string[]>("archive") { Description = "Golden archives (.zip) made by the reference.", Arity = ArgumentArity.OneOrMore };
        var device = new Option<string>("--device") { Description = "cpu, cuda or cuda:N.", DefaultValueFactory = _ => "cpu" };
        var native = new Option<bool>("--native") { Description = "Replay by the native CPU step where it covers the network." };
        var json = new Option<bool>("--json") { Description = "One JSON object on stdout." };
        var command = new Command("verify", "Replay golden archives through this program, stage by stage, against their tolerances.") { archives, device, native, json };
        command.SetAction(parsed => (int)Verify(parsed.GetRequiredValue(archives), parsed.GetValue(device)!, parsed.GetValue(native), parsed.GetValue(json)));
        return command;
    }

    private static ExitCode Verify(string[] archives, string deviceName, bool native, bool json)
    {
        var device = ComputeDevice.Of(deviceName, 0, null).Device;
        var reports = archives.Select(path =>
        {
            var report = ArchiveVerifier.Verify(path, device, native);
            if (!json) Print(report);
            return report;
        }).ToList();

        var (passed, stages) = (reports.Sum(r => r.Passed), reports.Sum(r => r.Stages.Count));
        if (json) Output.Json(new { Archives = reports, Passed = passed, Stages = stages });
        else Console.Out.WriteLine($"verified {passed} of {stages} stages");
        return reports.All(r => r.IsVerified) ? ExitCode.Done : ExitCode.CheckFailed;
    }

    private static void Print(VerificationReport report)
    {
        Console.Out.WriteLine($"{report.Path}: {report.Description}");
        foreach (var stage in report.Stages)
        {
            var verdict = stage.Passed ? "ok  " : "MISS";
            Console.Out.WriteLine($"  {verdict} {stage.Stage,-16} {stage.Compared,5} compared  max error {stage.MaxError:0.0e+0}  tolerance {stage.Tolerance:0.0e+0}  {stage.Detail}".TrimEnd());
        }
    }
}
