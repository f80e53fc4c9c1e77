using System.Globalization;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Costs;
using TrmLab.Core.Runs;
using TrmLab.Web.Components.Queue;
using TrmLab.Web.Jobs;
using TrmLab.Web.Lanes;
using TrmLab.Web.Live;
using TrmLab.Web.Queue;
using TrmLab.Web.Store;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Components.Pages;

/// <summary>The form of a run. The page's address is its state: preset or cloned run, and each field that differs.</summary>
public sealed partial class NewRun : ComponentBase
{
    private static readonly (string Key, string Title)[] Modes = [("basic", "Basic"), ("advanced", "All fields"), ("json", "JSON"), ("sweep", "Sweep")];

    private string _preset = "";
    private string? _from;
    private string? _lane;
    private string _mode = "basic";
    private ConfigDraft _draft = ConfigDraft.Of(new RunConfig(), []);
    private IReadOnlyList<ConfigProblem> _problems = [];
    private IReadOnlyList<ConfigFact> _facts = [];
    private DataFacts _data = new(null, null, []);
    private string _cli = "";
    private string? _jsonText;
    private string? _jsonError;
    private readonly CancellationTokenSource _stop = new();
    private QueueEntry? _entry;
    private IReadOnlyList<LaneView> _lanes = [];
    private LaneRequest _request = new();
    private int _seedCount = LaunchPanel.UsualSeeds;
    private SweepDraft _sweep = SweepDraft.Parse([], null, null, null);

    [SupplyParameterFromQuery] public string? Preset { get; set; }

    /// <summary>Run whose configuration is the basis instead of a preset.</summary>
    [SupplyParameterFromQuery] public string? From { get; set; }

    [SupplyParameterFromQuery] public string[]? Set { get; set; }

    [SupplyParameterFromQuery] public string? Mode { get; set; }

    /// <summary>The lane's id; absent takes the one that the configuration's device means.</summary>
    [SupplyParameterFromQuery] public string? Lane { get; set; }

    /// <summary>Entry of a queue whose configuration is the basis, and which is changed instead of starting a run.</summary>
    [SupplyParameterFromQuery] public string? Entry { get; set; }

    [SupplyParameterFromQuery] public string[]? Axis { get; set; }

    [SupplyParameterFromQuery] public string? Draws { get; set; }

    [SupplyParameterFromQuery] public string? DrawSeed { get; set; }

    [SupplyParameterFromQuery] public string? Seeds { get; set; }

    /// <summary>What is asked of a cluster, see <see cref="RequestText"/>; absent takes the entry's.</summary>
    [SupplyParameterFromQuery] public string[]? Request { get; set; }

    /// <summary>How many seeds the panel's buttons queue.</summary>
    [SupplyParameterFromQuery] public string? SeedCount { get; set; }

    // An entry stays on its lane: there is a button for moving it on the queue's page.
    private LaneView? Chosen => _lanes.FirstOrDefault(l => l.Id == (_entry is null ? _lane : Queue.Find(_entry.Id)?.Lane)) ?? _lanes.FirstOrDefault(l => l.Id == Lanes.For(_draft.Config).Id);

    // What was typed for a cluster means nothing on this machine.
    private LaneRequest? Asked => Chosen?.Lane?.Kind == LaneKind.Remote ? _request : null;

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    protected override void OnInitialized() => _ = FollowLoop.EveryAsync(TimeSpan.FromSeconds(2), FollowLanesAsync, _stop.Token);

    protected override void OnParametersSet()
    {
        _mode = Modes.Any(m => m.Key == Mode) ? Mode! : "basic";
        if (_mode != "json") (_jsonText, _jsonError) = (null, null);
        _lane = Lane;
        if (_lanes.Count == 0) _lanes = Board.Read(0);
        _preset = Preset is not null && Presets.Names.Contains(Preset) ? Preset : Presets.Names[0];
        var basis = Basis();
        _draft = ConfigDraft.Of(basis, Set ?? []);
        _request = Request is null or [] ? _entry?.Request ?? new LaneRequest() : RequestText.Parse(Request);
        _seedCount = LaunchPanel.SeedsOf(Number(SeedCount) ?? LaunchPanel.UsualSeeds);
        _data = DataFacts.Of(_draft.Config, Data);
        _problems = [.. _draft.Problems, .. Starter.Problems(_draft.Config, _data)];
        _facts = Facts(_data);
        _cli = Cli();
        _sweep = SweepDraft.Parse(Axis ?? [], Number(Draws), Number(DrawSeed), Number(Seeds));
    }

    private bool CanMeasure =>
        _facts.Any(f => f.Value == CostFact.Unknown) && MachineSpeed.Covers(_draft.Config, Environment.ProcessorCount) && Chosen?.Lane?.Kind == LaneKind.Cpu;

    private bool IsPreset(string name) => _from is null && _entry is null && name == _preset;

    private async Task FollowLanesAsync()
    {
        _lanes = await Task.Run(() => Board.Read(0));
        await InvokeAsync(StateHasChanged);
    }

    private ConfigFact[] Facts(DataFacts facts)
    {
        // A network that cannot be built has no sizes, and no batch makes no steps.
        var broken = ArchRules.Problems(_draft.Config.Arch).Count > 0 || _draft.Config is { BatchSize: < 1 } or { EvaluationInterval: < 1 } or { Epochs: < 1 };
        if (broken) return [];
        var kind = Chosen?.Lane?.Kind ?? LaneKind.Cpu;
        // Measured on this machine's processors.
        var speed = kind == LaneKind.Cpu ? MachineSpeed.Read(MachineSpeed.FileIn(Data.Root)) : null;
        return [.. ConfigFact.Of(_draft.Config, facts.Train, facts.Test, RunShape.LastSpeed(Index, _draft.Config, kind), speed)];
    }

    private RunConfig Basis()
    {
        _from = null;
        _entry = Entry is { Length: > 0 } && Queue.Find(Entry) is { Entry: { Config: not null, Starting: false } waiting } ? waiting : null;
        if (_entry is not null) return _entry.Config!;
        if (Entry is { Length: > 0 }) Snackbar.Add("That entry is not in the queue any more: it was started or removed.", Severity.Warning);
        if (From is { Length: > 0 } id)
        {
            try
            {
                var config = ConfigJson.ReadFile(Folder.Of(id).Config);
                _from = id;
                return config;
            }
            catch (InputException e)
            {
                Snackbar.Add(e.Message, Severity.Error);
            }
        }

        return Presets.Get(_preset);
    }

    private IReadOnlyList<string> ErrorsOf(string path) => [.. _problems.Where(p => p.Path == path).Select(p => p.Message)];

    private string Cli()
    {
        var start = _entry is not null ? "trmlab train --config config.json" : _from is null ? $"trmlab train --preset {_preset}" : $"trmlab train --config {CommandText.Quoted(Folder.Of(_from).Config)}";
        string[] device = Chosen?.Lane?.Kind == LaneKind.Cpu && Lanes.For(_draft.Config).Kind != LaneKind.Cpu ? ["--set device=cpu"] : [];
        return string.Join(" \\\n    ", [start, .. _draft.Changes.Select(c => "--set " + CommandText.Quoted(c)), .. device]);
    }

    private void Go(string? preset = null, IReadOnlyList<string>? changes = null)
    {
        _jsonText = null;
        _jsonError = null;
        // At once, not only when the browser has the new address: a click on Start may already be on its way.
        if (preset is null) _draft = ConfigDraft.Of(Basis(), changes ?? _draft.Changes);
        else (_preset, _from, _entry, _draft) = (preset, null, null, ConfigDraft.Of(Presets.Get(preset), changes ?? _draft.Changes));
        ShowAddress();
    }

    // The whole address from what is shown: the one of the last change may still be on its way to the browser.
    private void ShowAddress() => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters("new", new Dictionary<string, object?>
        {
            ["preset"] = _from is null && _entry is null ? _preset : null,
            ["from"] = _from,
            ["entry"] = _entry?.Id,
            ["mode"] = _mode == "basic" ? null : _mode,
            ["set"] = _draft.Changes.ToArray(),
            ["lane"] = _lane,
            ["request"] = RequestWords(),
            ["seedcount"] = _seedCount == LaunchPanel.UsualSeeds ? null : _seedCount,
            ["axis"] = _sweep.Words,
            ["draws"] = _sweep.Draws == 0 ? null : _sweep.Draws,
            ["drawseed"] = _sweep.DrawSeed == 0 ? null : _sweep.DrawSeed,
            ["seeds"] = _sweep.Seeds == 1 ? null : _sweep.Seeds,
        }),
        replace: true);

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    private void ApplyJson(string? text)
    {
        try
        {
            Go(changes: _draft.WithAll(ConfigJson.Read(text ?? "", "JSON")).Changes);
        }
        catch (InputException e)
        {
            _jsonText = text;
            _jsonError = e.Message;
        }
    }

    private void ChooseLane(string id)
    {
        _lane = id;
        ShowAddress();
    }

    private void Ask(LaneRequest request)
    {
        _request = request;
        ShowAddress();
    }

    // An entry whose request was emptied is not one whose request was left alone: an empty word says so.
    private string[] RequestWords()
    {
        var words = RequestText.Words(_request).ToArray();
        return words.Length == 0 && _entry?.Request is not null ? [""] : words;
    }

    private void GoSeeds(int seeds)
    {
        _seedCount = seeds;
        ShowAddress();
    }

    private void GoSweep(SweepDraft sweep)
    {
        _sweep = sweep;
        ShowAddress();
    }
}
