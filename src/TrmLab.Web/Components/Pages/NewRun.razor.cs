using Microsoft.AspNetCore.Components;
using MudBlazor;
using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Web.Store;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Components.Pages;

/// <summary>The form of a run. The page's address is its state: preset or cloned run, and each field that differs.</summary>
public sealed partial class NewRun : ComponentBase
{
    private static readonly (string Key, string Title)[] Modes = [("basic", "Basic"), ("advanced", "All fields"), ("json", "JSON")];

    private string _preset = "";
    private string? _from;
    private string _mode = "basic";
    private ConfigDraft _draft = ConfigDraft.Of(new RunConfig(), []);
    private IReadOnlyList<ConfigProblem> _problems = [];
    private IReadOnlyList<ConfigFact> _facts = [];
    private string _cli = "";
    private string? _jsonText;
    private string? _jsonError;
    private bool _starting;

    [SupplyParameterFromQuery] public string? Preset { get; set; }

    /// <summary>Run whose configuration is the basis instead of a preset.</summary>
    [SupplyParameterFromQuery] public string? From { get; set; }

    [SupplyParameterFromQuery] public string[]? Set { get; set; }

    [SupplyParameterFromQuery] public string? Mode { get; set; }

    protected override void OnParametersSet()
    {
        _mode = Modes.Any(m => m.Key == Mode) ? Mode! : "basic";
        _preset = Preset is not null && Presets.Names.Contains(Preset) ? Preset : Presets.Names[0];
        var basis = Basis();
        _draft = ConfigDraft.Of(basis, Set ?? []);
        var facts = DataFacts.Of(_draft.Config, Data);
        _problems = [.. _draft.Problems, .. Starter.Problems(_draft.Config, facts)];
        _facts = Facts(facts);
        _cli = Cli();
    }

    private ConfigFact[] Facts(DataFacts facts)
    {
        // A network that cannot be built has no sizes, and no batch makes no steps.
        var broken = ArchRules.Problems(_draft.Config.Arch).Count > 0 || _draft.Config is { BatchSize: < 1 } or { EvaluationInterval: < 1 } or { Epochs: < 1 };
        return broken ? [] : [.. ConfigFact.Of(_draft.Config, facts.Train, facts.Test, RunShape.LastSpeed(Index, _draft.Config))];
    }

    private RunConfig Basis()
    {
        _from = null;
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
        var start = _from is null ? $"trmlab train --preset {_preset}" : $"trmlab train --config {Folder.Of(_from).Config}";
        return string.Join(" \\\n    ", [start, .. _draft.Changes.Select(c => "--set " + Quoted(c))]);
    }

    private static string Quoted(string word) =>
        word.All(c => char.IsAsciiLetterOrDigit(c) || "._-=/,:+".Contains(c, StringComparison.Ordinal)) ? word : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    private void Go(string? preset = null, IReadOnlyList<string>? changes = null)
    {
        _jsonText = null;
        _jsonError = null;
        // At once, not only when the browser has the new address: a click on Start may already be on its way.
        if (preset is null) _draft = ConfigDraft.Of(Basis(), changes ?? _draft.Changes);
        Navigation.NavigateTo(
            Navigation.GetUriWithQueryParameters("new", new Dictionary<string, object?>
            {
                ["preset"] = preset ?? (_from is null ? _preset : null),
                ["from"] = preset is null ? _from : null,
                ["mode"] = _mode == "basic" ? null : _mode,
                ["set"] = (changes ?? _draft.Changes).ToArray(),
            }),
            replace: true);
    }

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

    private async Task Start()
    {
        _starting = true;
        try
        {
            var config = _draft.Config;
            var run = await Task.Run(() => Starter.Start(config));
            Navigation.NavigateTo($"runs/{run.Id}");
        }
        catch (InputException e)
        {
            _starting = false;
            Snackbar.Add(e.Message, Severity.Error);
        }
    }
}
