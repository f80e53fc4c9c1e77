using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TrmLab.Core;
using TrmLab.Web.Hosting;

namespace TrmLab.Web.Components.Settings;

/// <summary>Changes one setting at a time, by its stored name; a text that cannot be meant is kept with what is wrong, and nothing is saved.</summary>
public sealed class SettingsEdit(SettingsFile file)
{
    private readonly Dictionary<string, (string Text, string Problem)> _wrong = [];

    /// <summary>The text of a field.</summary>
    public string TextOf(string field) => _wrong.TryGetValue(field, out var wrong) ? wrong.Text : Plain(field);

    /// <summary>Whether a box is ticked.</summary>
    public bool IsOn(string field) => Plain(field) == "true";

    /// <summary>What is wrong with the text of a field; null if nothing is.</summary>
    public string? ProblemOf(string field) => _wrong.TryGetValue(field, out var wrong) ? wrong.Problem : null;

    /// <summary>Takes a text; saved at once if it can be meant.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public void Set(string field, string text)
    {
        var node = JsonSerializer.SerializeToNode(file.Current)!.AsObject();
        if (Value(node[field]!, text.Trim()) is not { } value)
        {
            _wrong[field] = (text, "expected a number");
            return;
        }

        node[field] = value;
        LabSettings settings;
        try
        {
            settings = node.Deserialize<LabSettings>()!;
        }
        catch (JsonException)
        {
            _wrong[field] = (text, "expected a whole number");
            return;
        }

        if (settings.Problems().TryGetValue(field, out var problem))
        {
            _wrong[field] = (text, problem);
            return;
        }

        file.Save(settings);
        _wrong.Remove(field);
    }

    private static JsonNode? Value(JsonNode before, string text) => before.GetValueKind() switch
    {
        JsonValueKind.True or JsonValueKind.False => text == "true",
        JsonValueKind.Number => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null,
        _ => text,
    };

    private string Plain(string field) => JsonSerializer.SerializeToNode(file.Current)![field]!.ToString();
}
