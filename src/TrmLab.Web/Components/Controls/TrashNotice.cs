using MudBlazor;
using TrmLab.Core;
using TrmLab.Web.Checkpoints;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Components.Controls;

/// <summary>Says that runs or checkpoints went to the trash, and takes them back at a click: the same for one and for many.</summary>
public static class TrashNotice
{
    private const int VisibleMilliseconds = 15_000;

    /// <summary>Shows the message. It may outlive the page that asks for it, so nothing it does may need that page.</summary>
    /// <param name="snackbar">Where it is shown.</param>
    /// <param name="trash">Where the runs are.</param>
    /// <param name="gone">At least one.</param>
    /// <param name="restored">Called once they are back.</param>
    public static void Add(ISnackbar snackbar, RunTrash trash, IReadOnlyList<TrashedRun> gone, Action restored) =>
        Add(snackbar, gone.Count == 1 ? gone[0].Name : $"{gone.Count} runs", gone.Sum(r => r.Bytes), [.. gone.Select<TrashedRun, Action>(r => () => trash.Restore(r.Run))], restored);

    /// <inheritdoc cref="Add(ISnackbar, RunTrash, IReadOnlyList{TrashedRun}, Action)"/>
    public static void Add(ISnackbar snackbar, CheckpointTrash trash, IReadOnlyList<TrashedCheckpoint> gone, Action restored) =>
        Add(snackbar, gone.Count == 1 ? Path.GetFileName(gone[0].Origin) : $"{gone.Count} checkpoints", gone.Sum(c => c.Bytes), [.. gone.Select<TrashedCheckpoint, Action>(c => () => trash.Restore(c))], restored);

    private static void Add(ISnackbar snackbar, string what, long bytes, IReadOnlyList<Action> restore, Action restored) =>
        snackbar.Add($"Deleted {what}: {Show.Bytes(bytes)} in the trash", Severity.Normal, o =>
        {
            o.Action = "Undo";
            o.VisibleStateDuration = VisibleMilliseconds;
            o.OnClick = _ =>
            {
                Restore(snackbar, restore, restored);
                return Task.CompletedTask;
            };
        });

    private static void Restore(ISnackbar snackbar, IReadOnlyList<Action> restore, Action restored)
    {
        List<string> problems = [];
        foreach (var one in restore)
        {
            try
            {
                one();
            }
            catch (InputException e)
            {
                problems.Add(e.Message);
            }
        }

        if (problems.Count > 0) snackbar.Add(string.Join("; ", problems), Severity.Error);
        if (problems.Count < restore.Count) restored();
    }
}
