using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TrmLab.Core;
using TrmLab.Core.Configuration;

namespace TrmLab.Web.Store;

/// <summary>A run's configuration as a table shows it.</summary>
/// <param name="Values">Stored words by dotted key, fields that the file does not name included; empty if it cannot be read.</param>
/// <param name="SeedGroup">Equal for runs that differ in seed and name only.</param>
public sealed record RunFields(IReadOnlyDictionary<string, string> Values, string SeedGroup)
{
    private const int KeyDigits = 12;

    /// <summary>The fields of one configuration.</summary>
    /// <param name="run">The run's id; a run without a readable configuration is a group of its own.</param>
    /// <param name="json"><c>config.json</c>.</param>
    public static RunFields Of(string run, string json)
    {
        try
        {
            var config = ConfigJson.Read(json, run);
            using var written = JsonDocument.Parse(ConfigJson.Write(config));
            var values = new Dictionary<string, string>();
            Flatten(written.RootElement, "", values);
            return new RunFields(values, SeedGroupOf(config));
        }
        catch (InputException)
        {
            return new RunFields(new Dictionary<string, string>(), run);
        }
    }

    /// <summary>Equal for configurations that differ in seed and name only.</summary>
    public static string SeedGroupOf(RunConfig config)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(ConfigJson.Write(config with { Seed = 0, Name = "" })));
        return Convert.ToHexStringLower(hash)[..KeyDigits];
    }

    private static void Flatten(JsonElement element, string prefix, Dictionary<string, string> values)
    {
        foreach (var property in element.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Object) Flatten(property.Value, property.Name + ".", values);
            else values[prefix + property.Name] = TextOf(property.Value);
        }
    }

    private static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() ?? "",
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(TextOf)),
        _ => value.GetRawText(),
    };
}
