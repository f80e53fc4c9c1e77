using MudBlazor;
using TrmLab.Core;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Components.Controls;

/// <summary>Says that runs went to the trash, and takes them back at a click: the same for one run and for many.</summary>
public static class TrashNotice
{
    private const int VisibleMilliseconds = 15_000;

    /// <summary>Shows the message. It may outlive the page that asks for it, so nothing it does may need that page.</summary>
    /// <param name="snackbar">Where it is shown.</param>
    /// <param name="trash">Where the runs are.</param>
    /// <param name="gone">At least one.</param>
    /// <param name="restored">Called once they are back.</param>
    public static void Add(ISnackbar snackbar, RunTrash trash, IReadOnlyList<TrashedRun> gone, Action restored)
    {
        var what = gone.Count == 1 ? gone[0].Name : $"{gone.Count} runs";
        snackbar.Add($"Deleted {what}: {Show.Bytes(gone.Sum(r => r.Bytes))} in the trash", Severity.Normal, o =>
        {
            o.Action = "Undo";
            o.VisibleStateDuration = VisibleMilliseconds;
            o.OnClick = _ =>
            {
                Restore(snackbar, trash, gone, restored);
                return Task.CompletedTask;
            };
        });
    }

    private static void Restore(ISnackbar snackbar, RunTrash trash, IReadOnlyList<TrashedRun> gone, Action restored)
    {
        List<string> problems = [];
        foreach (var run in gone)
        {
            try
            {
                trash.Restore(run.Run);
            }
            catch (InputException e)
            {
                problems.Add(e.Message);
            }
        }

        if (problems.Count > 0) snackbar.Add(string.Join("; ", problems), Severity.Error);
        if (problems.Count < gone.Count) restored();
    }
}
