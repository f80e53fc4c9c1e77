using System.CommandLine;

namespace TrmLab.Trainer.Commands;

internal static class EvaluateCommand
{
    public static Command Create() => new("evaluate", "Evaluate.");
}
