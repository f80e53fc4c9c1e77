using System.Diagnostics;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using TrmLab.Core;
using TrmLab.Core.Runs;
using TrmLab.Web.Checkpoints;
using TrmLab.Web.Components.Controls;
using TrmLab.Web.Hosting;
using TrmLab.Web.Jobs;
using TrmLab.Web.Live;
using TrmLab.Web.Security;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Components.Pages;

/// <summary>All checkpoints: what they hold, whether they are sound, and what may be done with them.</summary>
public sealed partial class CheckpointsPage : ComponentBase
{
    private const int MostTrash = 20;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    // A run changes at every step that it logs, its checkpoints every few minutes; and all their manifests are read.
    private static readonly TimeSpan RunPace = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private IReadOnlyList<StoredCheckpoint> _all = [];
    private List<StoredCheckpoint> _shown = [];
    private IReadOnlyList<TrashedCheckpoint> _trash = [];
    private IReadOnlyList<Job> _jobs = [];
    private long _jobVersion = -1;
    private long _jobGeneration = -1;
    private long _readAt;
    private int _runChanges;
    private int _runChangesRead;
    private CheckpointOrder _order = CheckpointOrder.Parse(null);
    private string? _verifying;
    private int _keep = 2;
    private bool _busy;
    private bool _sure;
    private bool _loaded;

    [SupplyParameterFromQuery] public string? Q { get; set; }

    [SupplyParameterFromQuery] public string? Sort { get; set; }

    /// <summary>Key of the checkpoint that is to be evaluated.</summary>
    [SupplyParameterFromQuery] public string? Evaluate { get; set; }

    [Inject] private CheckpointInventory Inventory { get; set; } = null!;

    [Inject] private CheckpointVerification Verification { get; set; } = null!;

    [Inject] private CheckpointTrash Trash { get; set; } = null!;

    [Inject] private DatasetJobs Jobs { get; set; } = null!;

    [Inject] private RunFeed Feed { get; set; } = null!;

    [Inject] private RunFolder Folder { get; set; } = null!;

    [Inject] private LabData Data { get; set; } = null!;

    [Inject] private ISnackbar Snackbar { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    protected override void OnInitialized() => _ = FollowAsync();

    protected override void OnParametersSet() => Filter();

    private async Task FollowAsync()
    {
        using var runs = Feed.Follow();
        await FollowLoop.EveryAsync(Pace, () => LookAsync(runs), _stop.Token);
    }

    private async Task LookAsync(RunFollower runs)
    {
        if (runs.Take()) _runChanges++;
        if (_jobGeneration != Jobs.Generation || (_runChanges != _runChangesRead && Stopwatch.GetElapsedTime(_readAt) >= RunPace))
        {
            await ReadAsync();
        }
        else if (_jobVersion != Jobs.Version)
        {
            await InvokeAsync(() =>
            {
                ShowJobs();
                StateHasChanged();
            });
        }
    }

    private Task Refresh() => FollowLoop.TryAsync(ReadAsync);

    private void ShowJobs() => (_jobVersion, _jobs) = (Jobs.Version, [.. Jobs.All.Where(j => j.Spec.Place == JobPlace.Checkpoints)]);

    private async Task ReadAsync()
    {
        var (generation, changes) = (Jobs.Generation, _runChanges);
        var (all, trash) = await Task.Run(() => (Inventory.All(), Trash.All()));
        await InvokeAsync(() =>
        {
            (_all, _trash, _loaded) = (all, trash, true);
            (_jobGeneration, _runChangesRead, _readAt) = (generation, changes, Stopwatch.GetTimestamp());
            ShowJobs();
            Filter();
            StateHasChanged();
        });
    }

    private void Filter()
    {
        _order = CheckpointOrder.Parse(Sort);
        var words = (Q ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        _shown = _order.Of(_all.Where(c => words.All(w => $"{c.Title} {c.Key} {c.Step}".Contains(w, StringComparison.OrdinalIgnoreCase))));
    }

    private string Hash(StoredCheckpoint checkpoint) => checkpoint.Damage is not null ? "damaged: " + checkpoint.Damage
        : Verification.Of(checkpoint) is not { } known ? "not read yet"
        : known.Problem is null ? "verified" : "damaged: " + known.Problem;

    private async Task Verify(IReadOnlyList<StoredCheckpoint> which)
    {
        _busy = true;
        try
        {
            for (var i = 0; i < which.Count && !_stop.IsCancellationRequested; i++)
            {
                var checkpoint = which[i];
                _verifying = $"Reading {i + 1} of {which.Count}...";
                StateHasChanged();
                await Task.Run(() => Verification.Verify(checkpoint));
            }
        }
        finally
        {
            (_busy, _verifying) = (false, null);
        }
    }

    private Task Pin(StoredCheckpoint checkpoint) => Change(() => CheckpointPin.Set(checkpoint.Path, !checkpoint.IsPinned));

    private async Task Remove(IReadOnlyList<StoredCheckpoint> which)
    {
        List<TrashedCheckpoint> gone = [];
        await Change(() =>
        {
            // Looked at again: a run may have been resumed, or a checkpoint pinned, since the page was drawn. All once, and before each removal what may have changed meanwhile.
            var all = Inventory.All().ToLookup(c => c.Run);
            foreach (var checkpoint in which)
            {
                if (all[checkpoint.Run].FirstOrDefault(c => c.Path == checkpoint.Path) is not { } looked || Inventory.Again(looked) is not { } present) continue;
                if (CheckpointRule.Protected(present, [.. all[checkpoint.Run].Where(c => Directory.Exists(c.Path))]) is { } reason) throw new InputException($"{present.Title}, step {present.Step}: {reason}");
                gone.Add(Trash.Add(present));
            }
        });
        if (gone.Count > 0) TrashNotice.Add(Snackbar, Trash, gone, () => _ = Refresh());
    }

    private Task Restore(TrashedCheckpoint trashed) => Change(() => Trash.Restore(trashed));

    private Task EmptyTrash()
    {
        if (_sure) return Change(() => Trash.Empty());
        _sure = true;
        return Task.CompletedTask;
    }

    private async Task Change(Action change)
    {
        (_busy, _sure) = (true, false);
        await Snackbar.TryAsync(() =>
        {
            LabAccess.RequireChange();
            change();
        });
        _busy = false;
        await Refresh();
    }

    private void TrainOn(StoredCheckpoint checkpoint) => Navigation.NavigateTo(WeightsStart.AddressOf(checkpoint, Folder, Data));

    private void Go(string key, string? value) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(key, value), replace: true);
}
