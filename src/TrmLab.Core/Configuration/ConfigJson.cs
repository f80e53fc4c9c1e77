using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace TrmLab.Core.Configuration;

/// <summary>Reads and writes <see cref="RunConfig"/>; an unknown key or a value of the wrong kind is refused with its place.</summary>
public static class ConfigJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        AllowTrailingCommas = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        RespectNullableAnnotations = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>The configuration as indented JSON with every field.</summary>
    public static string Write(RunConfig config) => JsonSerializer.Serialize(config, Options) + "\n";

    /// <summary>Parses a configuration; fields that are not named take their defaults.</summary>
    /// <param name="json">JSON text; comments and trailing commas are allowed.</param>
    /// <param name="source">Where the text came from, for messages.</param>
    /// <exception cref="InputException">Not JSON, an unknown key (the nearest known one is named) or a value of the wrong kind.</exception>
    public static RunConfig Read(string json, string source) => FromNode(Parse(json, source), source);

    /// <summary>Reads a configuration file.</summary>
    public static RunConfig ReadFile(string path)
    {
        try
        {
            return Read(File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot read the configuration: {e.Message}", e);
        }
    }

    /// <summary>Applies <c>key=value</c> words, such as <c>arch.hidden_size=64</c>, in order.</summary>
    /// <param name="option">What stands before the words, for messages; empty for nothing.</param>
    /// <exception cref="InputException">A word without '=', an unknown key or a value of the wrong kind.</exception>
    public static RunConfig With(RunConfig config, IEnumerable<string> assignments, string option = "--set")
    {
        var place = option.Length == 0 ? "" : option + " ";
        var node = (JsonObject)JsonSerializer.SerializeToNode(config, Options)!;
        foreach (var assignment in assignments)
        {
            var equals = assignment.IndexOf('=');
            if (equals <= 0) throw new InputException($"{place}{assignment}: expected key=value, such as {place}lr=1e-3");
            Set(node, assignment[..equals].Trim(), assignment[(equals + 1)..].Trim(), place);
        }

        return FromNode(node, option.Length == 0 ? "words" : option);
    }

    /// <summary>A configuration with one field replaced, as an assignment does it.</summary>
    public static RunConfig With(RunConfig config, string path, string value) => With(config, [$"{path}={value}"]);

    /// <summary>The stored text of a field, as <c>--set</c> would take it.</summary>
    public static string ValueOf(RunConfig config, string path)
    {
        JsonNode? node = JsonSerializer.SerializeToNode(config, Options);
        foreach (var part in path.Split('.')) node = node?[part];
        return node switch
        {
            null => "null",
            JsonValue v when v.GetValueKind() == JsonValueKind.String => v.GetValue<string>(),
            _ => node.ToJsonString(),
        };
    }

    private static JsonObject Parse(string json, string source)
    {
        try
        {
            return JsonNode.Parse(json, documentOptions: Lenient) as JsonObject
                ?? throw new InputException($"{source}: the configuration must be a JSON object");
        }
        catch (JsonException e) when (e.Message.StartsWith("Duplicate", StringComparison.Ordinal))
        {
            throw new InputException($"{source}: a key stands twice: {e.Message}", e);
        }
        catch (JsonException e)
        {
            throw new InputException($"{source}: not valid JSON at line {e.LineNumber + 1}, position {e.BytePositionInLine + 1}: check commas, quotes and brackets", e);
        }
    }

    private static RunConfig FromNode(JsonObject node, string source)
    {
        RefuseUnknownKeys(node, "", source);
        try
        {
            return node.Deserialize<RunConfig>(Options) ?? new RunConfig();
        }
        catch (JsonException e)
        {
            var path = e.Path?.TrimStart('$', '.') ?? "";
            var expected = ConfigFields.ByPath.GetValueOrDefault(path) is { } field ? Expectation(field) : "another kind of value";
            throw new InputException($"{source}: {path}: expected {expected}", e);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            throw new InputException($"{source}: {e.Message}", e);
        }
    }

    private static void RefuseUnknownKeys(JsonObject node, string prefix, string source)
    {
        foreach (var (key, value) in node)
        {
            var path = prefix + key;
            if (path == "arch")
            {
                if (value is not JsonObject arch) throw new InputException($"{source}: arch: expected an object");
                RefuseUnknownKeys(arch, "arch.", source);
            }
            else if (!ConfigFields.ByPath.ContainsKey(path))
            {
                throw Unknown(path, source);
            }
        }
    }

    private static InputException Unknown(string path, string source)
    {
        var nearest = NearestWord.Of(path, ConfigFields.ByPath.Keys);
        return new InputException($"{source}: unknown key '{path}'" + (nearest is null ? "; see `trmlab train --help` for all keys" : $"; did you mean '{nearest}'?"));
    }

    private static void Set(JsonObject root, string path, string text, string place)
    {
        if (!ConfigFields.ByPath.TryGetValue(path, out var field)) throw Unknown(path, place.Length == 0 ? "words" : place.TrimEnd());
        var owner = root;
        var parts = path.Split('.');
        foreach (var part in parts[..^1]) owner = (JsonObject)owner[part]!;
        owner[parts[^1]] = ValueNode(field, text, place);
    }

    private static JsonNode? ValueNode(ConfigField field, string text, string place)
    {
        var type = Nullable.GetUnderlyingType(field.Type) ?? field.Type;
        if (text is "null" or "None" && type != field.Type) return null;
        if (type == typeof(string) || type.IsEnum) return JsonValue.Create(text);
        if (type == typeof(bool) && bool.TryParse(text, out var flag)) return JsonValue.Create(flag);
        if (type == typeof(int) && int.TryParse(text, out var integer)) return JsonValue.Create(integer);
        if (type == typeof(double) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real)) return JsonValue.Create(real);
        if (type == typeof(IReadOnlyList<string>)) return ListNode(text);
        var hint = type == typeof(double) && text.Contains(',') ? "; write decimals with a point, such as 0.001" : "";
        throw new InputException($"{place}{field.Path}={text}: expected {Expectation(field)}{hint}");
    }

    // ["a","b"] as JSON, else words separated by commas.
    private static JsonArray ListNode(string text)
    {
        if (text.StartsWith('['))
        {
            try
            {
                if (JsonNode.Parse(text) is JsonArray array) return array;
            }
            catch (JsonException)
            {
                text = text.Trim('[', ']');
            }
        }

        return [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(t => (JsonNode)t.Trim('"', '\'')!)];
    }

    private static string Expectation(ConfigField field)
    {
        var type = Nullable.GetUnderlyingType(field.Type) ?? field.Type;
        if (type.IsEnum) return "one of " + string.Join(", ", field.Choices);
        if (type == typeof(bool)) return "true or false";
        if (type == typeof(int)) return "a whole number";
        if (type == typeof(double)) return "a number";
        return type == typeof(string) ? "text" : "a list of texts";
    }
}
