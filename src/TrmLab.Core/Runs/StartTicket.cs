namespace TrmLab.Core.Runs;

/// <summary>
/// Lets one start of a run's trainer happen exactly once, though whoever asks for it may be killed at any point and ask again: the ticket is
/// a file, and of all processes that are started for it only the one that renames it goes on.
/// </summary>
public static class StartTicket
{
    /// <summary>Exit code of a process that came too late.</summary>
    public const int TooLate = 79;

    /// <summary>Lays the ticket of a start out, if that start has not happened yet.</summary>
    /// <param name="run">The run.</param>
    /// <param name="id">Names the start; the same one for every repetition of the same wish.</param>
    /// <returns>True if a process must be started; it must call <see cref="Take"/>, or rename the file, before it does anything.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static bool Offer(RunDirectory run, string id)
    {
        // In this order: a process that is just taking the ticket is seen in one of the two places.
        if (Holds(run.Ticket, id)) return true;
        if (IsTaken(run, id)) return false;
        DurableFile.WriteText(run.Ticket, id);
        return true;
    }

    /// <summary>Takes the ticket; false if another process has it.</summary>
    public static bool Take(RunDirectory run)
    {
        try
        {
            File.Move(run.Ticket, run.TakenTicket, overwrite: true);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Whether a process went on with the ticket of this start.</summary>
    public static bool IsTaken(RunDirectory run, string id) => Holds(run.TakenTicket, id);

    private static bool Holds(string path, string id)
    {
        try
        {
            return File.ReadAllText(path) == id;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }
}
