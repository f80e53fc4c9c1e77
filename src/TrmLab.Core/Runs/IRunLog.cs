namespace TrmLab.Core.Runs;

/// <summary>Takes the events of a run.</summary>
public interface IRunLog
{
    /// <summary>Appends one event.</summary>
    /// <exception cref="IOException">The event, or an earlier one, could not be kept.</exception>
    void Write(RunEvent e);
}
