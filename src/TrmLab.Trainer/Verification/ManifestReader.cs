using System.Text.Json;
using TrmLab.Core;

namespace TrmLab.Trainer.Verification;

/// <summary>Reads numbers from a JSON object of a manifest, with messages that name the place.</summary>
/// <param name="node">The object.</param>
/// <param name="place">Where it stands, for messages.</param>
public sealed class ManifestReader(JsonElement node, string place)
{
    /// <summary>A whole number; the fallback where the key is absent or null.</summary>
    public int Int(string key, int? fallback = null) => Read(key, fallback, value => value.GetInt32());

    /// <summary>A number.</summary>
    public double Double(string key, double? fallback = null) => Read(key, fallback, value => value.GetDouble());

    /// <summary>True or false.</summary>
    public bool Bool(string key, bool? fallback = null) => Read(key, fallback, value => value.GetBoolean());

    /// <summary>A text that must be there.</summary>
    public string Text(string key) =>
        node.TryGetProperty(key, out var value) && value.GetString() is { } text ? text : throw new InputException($"{place}: {key} is missing");

    /// <summary>An object that must be there.</summary>
    public ManifestReader Object(string key) =>
        node.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.Object
            ? new ManifestReader(value, $"{place}.{key}")
            : throw new InputException($"{place}: {key} is missing");

    private T Read<T>(string key, T? fallback, Func<JsonElement, T> convert)
        where T : struct
    {
        if (!node.TryGetProperty(key, out var value) || value.ValueKind == JsonValueKind.Null)
            return fallback ?? throw new InputException($"{place}: {key} is missing");
        try
        {
            return convert(value);
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException)
        {
            throw new InputException($"{place}: {key} is {value.GetRawText()}, which is no {typeof(T).Name}", error);
        }
    }
}
