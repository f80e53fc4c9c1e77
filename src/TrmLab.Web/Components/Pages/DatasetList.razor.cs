using Microsoft.AspNetCore.Components;
using MudBlazor;
using TrmLab.Web.Components.Controls;
using TrmLab.Web.Datasets;
using TrmLab.Web.Jobs;
using TrmLab.Web.Live;
using TrmLab.Web.Security;

namespace TrmLab.Web.Components.Pages;

/// <summary>All data sets, those of the paper and the jobs on them; refreshed while a job is at work.</summary>
public sealed partial class DatasetList : ComponentBase
{
    // Read at once, so that a page of small data sets is complete without a click; the others wait to be asked for.
    private const long CheckedAtOnce = 64L << 20;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(300);

    private readonly CancellationTokenSource _stop = new();
    private IReadOnlyList<DatasetSummary> _here = [];
    private IReadOnlyList<Job> _jobs = [];
    private long _version = -1;
    private long _generation = -1;
    private bool _loaded;
    private string? _sure;

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    // A checkpoint's job concerns no data set.
    private IReadOnlyList<Job> JobsHere => [.. Jobs.All.Where(j => j.Spec.Place == JobPlace.Datasets)];

    protected override void OnInitialized() => _ = FollowLoop.EveryAsync(Pace, LookAsync, _stop.Token);

    private static string Count(int? n) => n is { } count ? Show.Count(count) : "–";

    private static string ProblemOf(DatasetSummary set) => set.Error.Length > 0 ? set.Error : set.Check?.Error ?? "";

    private static string Examples(DatasetSummary set, string split) =>
        set.Check?.Info?.Splits.FirstOrDefault(s => s.Name == split) is { } info && info.Examples != info.Groups ? $"{Show.Count(info.Examples)} examples" : "";

    private static string RatingOf(Core.Puzzles.RatingBucket bar) => bar.Minimum == bar.Maximum ? $"{bar.Minimum}" : $"{bar.Minimum}-{bar.Maximum}";

    private static RenderFragment Sparks(DatasetSummary set) => builder =>
    {
        var bars = set.Check?.Info?.Splits.LastOrDefault()?.Ratings;
        if (bars is not { Count: > 0 })
        {
            builder.AddContent(0, set.Check?.Info is null ? "" : "no ratings");
            return;
        }

        if (bars.Count(b => b.Count > 0) == 1)
        {
            builder.AddContent(0, $"all {RatingOf(bars.First(b => b.Count > 0))}");
            return;
        }

        var most = bars.Max(b => b.Count);
        builder.OpenElement(1, "span");
        builder.AddAttribute(2, "class", "sparks");
        builder.AddAttribute(3, "title", string.Join("; ", bars.Where(b => b.Count > 0).Select(b => $"rating {RatingOf(b)}: {Show.Count(b.Count)}")));
        foreach (var bar in bars)
        {
            builder.OpenElement(4, "i");
            builder.AddAttribute(5, "style", FormattableString.Invariant($"height:{(bar.Count == 0 ? 0 : Math.Max(1, 20.0 * bar.Count / most)):0.#}px"));
            builder.CloseElement();
        }

        builder.CloseElement();
    };

    private bool Checking(DatasetSummary set) => _jobs.Any(j => j.IsOpen && (j.Spec is CheckJob check ? check.DatasetPath == set.Entry.Path : "datasets/" + j.Spec.Dataset == set.Entry.Path));

    private bool Building(PublishedDataset set) => _jobs.Any(j => j.IsOpen && j.Spec is PublishedJob job && job.Name == set.Name);

    private string PublishedState(PublishedDataset set) =>
        _jobs.FirstOrDefault(j => j.IsOpen && j.Spec is PublishedJob p && p.Name == set.Name) is { } job ? (job.State == JobState.Running ? "Building" : "Waiting")
        : _here.Any(h => h.Entry.Path == "datasets/" + set.Name) ? "Built" : "Missing";

    private async Task LookAsync()
    {
        var (version, generation) = (Jobs.Version, Jobs.Generation);
        if (version == _version) return;
        var here = generation == _generation ? _here : await Task.Run(Load);
        (_version, _generation) = (version, generation);
        await InvokeAsync(() =>
        {
            (_here, _jobs, _loaded) = (here, JobsHere, true);
            StateHasChanged();
        });
    }

    private IReadOnlyList<DatasetSummary> Load()
    {
        var cache = new CheckCache(Data);
        var all = new DatasetShelf(Data).All().Select(entry => DatasetSummary.Of(entry, cache)).ToArray();
        foreach (var set in all.Where(s => s.Check is null && s.Error.Length == 0 && s.Bytes <= CheckedAtOnce))
        {
            var check = new CheckJob { DatasetPath = set.Entry.Path };
            if (!LabAccess.IsViewer && Jobs.All.All(job => job.Spec != check)) Jobs.Add(check);
        }

        return all;
    }

    private async Task DeleteAsync(DatasetEntry entry)
    {
        _sure = null;
        var freed = 0L;
        if (await Snackbar.TryAsync(() => freed = Removal.Remove(entry))) Snackbar.Add($"Deleted {entry.Path}: {Show.Bytes(freed)} freed", Severity.Success);
        await FollowLoop.TryAsync(async () => _here = await Task.Run(Load));
    }

    private void Add(JobSpec spec)
    {
        Snackbar.Try(() => Jobs.Add(spec));
        _jobs = JobsHere;
    }
}
