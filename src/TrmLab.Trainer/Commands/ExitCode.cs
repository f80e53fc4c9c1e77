namespace TrmLab.Trainer.Commands;

/// <summary>The program's exit codes; scripts and the dashboard rely on them.</summary>
public enum ExitCode
{
    /// <summary>Done.</summary>
    Done = 0,

    /// <summary>A check failed: the program works, the thing checked does not hold.</summary>
    CheckFailed = 1,

    /// <summary>Bad input or usage.</summary>
    BadInput = 2,

    /// <summary>Stopped on request, with a checkpoint.</summary>
    Stopped = 3,

    /// <summary>The run failed.</summary>
    RunFailed = 4,
}
