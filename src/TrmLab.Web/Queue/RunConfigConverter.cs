using System.Text.Json;
using System.Text.Json.Serialization;
using TrmLab.Core;
using TrmLab.Core.Configuration;

namespace TrmLab.Web.Queue;

/// <summary>A configuration inside another document, by the rules of <c>config.json</c>.</summary>
internal sealed class RunConfigConverter : JsonConverter<RunConfig>
{
    public override RunConfig Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        try
        {
            return ConfigJson.Read(document.RootElement.GetRawText(), "config");
        }
        catch (InputException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    public override void Write(Utf8JsonWriter writer, RunConfig value, JsonSerializerOptions options) => writer.WriteRawValue(ConfigJson.Write(value));
}
