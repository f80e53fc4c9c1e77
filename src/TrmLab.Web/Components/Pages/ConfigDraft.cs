using System.Text.Json;
using TrmLab.Core;
using TrmLab.Core.Configuration;

namespace TrmLab.Web.Components.Pages;

/// <summary>
/// A configuration that is being written: a basis and the texts of the fields that differ. Texts that are no values are kept, with what
/// is wrong with them, so that nothing typed is lost; the page's address holds them.
/// </summary>
public sealed class ConfigDraft
{
    private readonly RunConfig _basis;
    private readonly Dictionary<string, string> _texts;

    private ConfigDraft(RunConfig basis, Dictionary<string, string> texts)
    {
        _basis = basis;
        _texts = texts;
        var problems = new List<ConfigProblem>();
        var config = basis;
        foreach (var (path, text) in texts)
        {
            try
            {
                config = ConfigJson.With(config, path, text);
            }
            catch (InputException e)
            {
                problems.Add(new ConfigProblem(path, e.Message[Math.Max(0, e.Message.LastIndexOf("expected", StringComparison.Ordinal))..]));
            }
        }

        Config = config;
        Problems = problems;
    }

    /// <summary>The configuration by all texts that are values.</summary>
    public RunConfig Config { get; }

    /// <summary>Texts that are none.</summary>
    public IReadOnlyList<ConfigProblem> Problems { get; }

    /// <summary>The fields that differ from the basis, as <c>key=value</c> words.</summary>
    public IReadOnlyList<string> Changes => [.. _texts.Select(t => $"{t.Key}={t.Value}")];

    /// <summary>A basis with changes as an address holds them; words that are no changes are left out.</summary>
    public static ConfigDraft Of(RunConfig basis, IEnumerable<string> changes)
    {
        var texts = new Dictionary<string, string>();
        foreach (var change in changes)
        {
            var equals = change.IndexOf('=');
            if (equals > 0 && ConfigFields.ByPath.ContainsKey(change[..equals])) texts[change[..equals]] = change[(equals + 1)..];
        }

        return new ConfigDraft(basis, texts);
    }

    /// <summary>The text of a field.</summary>
    public string TextOf(string path) => _texts.TryGetValue(path, out var text) ? text : Plain(_basis, path);

    /// <summary>Whether a field differs from the basis.</summary>
    public bool IsChanged(string path) => _texts.ContainsKey(path);

    /// <summary>The draft with another text in one field.</summary>
    public ConfigDraft With(string path, string text)
    {
        var texts = new Dictionary<string, string>(_texts);
        if (text == Plain(_basis, path)) texts.Remove(path);
        else texts[path] = text;
        return new ConfigDraft(_basis, texts);
    }

    /// <summary>The draft that means <paramref name="config"/>.</summary>
    public ConfigDraft WithAll(RunConfig config)
    {
        var texts = ConfigFields.All.Select(f => (f.Path, Text: Plain(config, f.Path)))
            .Where(f => f.Text != Plain(_basis, f.Path)).ToDictionary(f => f.Path, f => f.Text);
        return new ConfigDraft(_basis, texts);
    }

    // A list as one types it; an assignment takes it back the same way.
    private static string Plain(RunConfig config, string path)
    {
        var text = ConfigJson.ValueOf(config, path);
        if (ConfigFields.ByPath[path].Type != typeof(IReadOnlyList<string>)) return text;
        var words = JsonSerializer.Deserialize<string[]>(text) ?? [];
        return words.Any(w => w.Contains(',', StringComparison.Ordinal)) ? text : string.Join(", ", words);
    }
}
