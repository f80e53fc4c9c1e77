using System.IO.Compression;
using System.Text.Json;

namespace TrmLab.Core.Tests.Puzzles.Arc;

/// <summary>The reference's data functions with recorded inputs and outputs.</summary>
internal static class GoldenFunctions
{
    internal static JsonElement Open(string function)
    {
        using ZipArchive archive = ZipFile.OpenRead(SharedData.Golden("model/functions.zip"));
        using Stream stream = archive.GetEntry("data_functions.json")!.Open();
        using JsonDocument document = JsonDocument.Parse(stream);
        return document.RootElement.GetProperty(function).Clone();
    }
}
