using System.CommandLine;

namespace TrmLab.Trainer.Commands;

internal static class DataCommand
{
    public static Command Create() => new("data", "Data sets.");
}
