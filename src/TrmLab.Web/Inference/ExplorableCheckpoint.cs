using TrmLab.Core.Runs;
using TrmLab.Core.Tracing;
using TrmLab.Web.Components.Controls;

namespace TrmLab.Web.Inference;

/// <summary>A checkpoint that can be explored.</summary>
/// <param name="Key">Short name for addresses, such as <c>run/20260101-120000-abcdef/1000</c> or <c>shipped/sudoku-4x4</c>.</param>
/// <param name="Path">Its directory.</param>
/// <param name="Name">Name of the run, see <see cref="Store.RunNames"/>, or of the import.</param>
/// <param name="Manifest">What is in it.</param>
public sealed record ExplorableCheckpoint(string Key, string Path, string Name, CheckpointManifest Manifest)
{
    /// <summary>Under which heading a list has it: its run's name, or where it came from.</summary>
    public string Group => Key.Split('/')[0] switch
    {
        CheckpointCatalog.ImportedKind => "Imported",
        CheckpointCatalog.ShippedKind => CheckpointCatalog.ShippedTitle,
        _ => Name,
    };

    /// <summary>The weights that are meant where none are named.</summary>
    public TraceWeights Usual => Has(TraceWeights.Ema) ? TraceWeights.Ema : TraceWeights.Raw;

    /// <summary>For people, with the exact accuracy of the usual weights.</summary>
    public string Title => TitleWith(Usual);

    /// <summary>For people: name, step, and how many puzzles these weights solved, as far as that is told.</summary>
    public string TitleWith(TraceWeights weights) =>
        $"{Name}, step {Show.Count(Manifest.Step)}{(Manifest.ExactAccuracy(WordOf(weights)) is { } exact ? $", {Show.Percent(exact)} exact" : "")}";

    /// <summary>Whether it holds these weights.</summary>
    public bool Has(TraceWeights weights) => Manifest.Files.ContainsKey(FileOf(weights));

    /// <summary>The file of these weights.</summary>
    public static string FileOf(TraceWeights weights) => weights == TraceWeights.Ema ? CheckpointManifest.EmaWeights : CheckpointManifest.RawWeights;

    /// <summary>The weights as logs and file names have them.</summary>
    public static string WordOf(TraceWeights weights) => weights == TraceWeights.Ema ? "ema" : "raw";
}
