using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TrmLab.Trainer.Commands;

/// <summary>Results for programs: one JSON object on one line of stdout.</summary>
internal static class Output
{
    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = null,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Writes the object.</summary>
    public static void Json<T>(T value) => Console.Out.WriteLine(JsonText(value));

    /// <summary>The object as one line.</summary>
    public static string JsonText<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <summary>Writes a line for people to stderr.</summary>
    public static void Say(string line) => Console.Error.WriteLine(line);
}
