using System.CommandLine;

namespace TrmLab.Trainer.Commands;

internal static class TrainCommand
{
    public static Command Create() => new("train", "Train.");
}
