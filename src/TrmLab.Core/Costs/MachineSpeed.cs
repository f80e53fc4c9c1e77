using System.Text.Json;
using System.Text.Json.Serialization;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;

namespace TrmLab.Core.Costs;

/// <summary>
/// What a training step costs on this machine, as <c>trmlab bench --part scaling --save</c> measured it: <c>speed.json</c> in the data folder.
/// </summary>
/// <param name="Processor">Model of the processor that was measured.</param>
/// <param name="Cores">Its cores.</param>
/// <param name="MeasuredAt">When.</param>
/// <param name="AutoType">What <c>forward_dtype: auto</c> comes to here.</param>
/// <param name="Costs">By engine and data type.</param>
public sealed record MachineSpeed(
    [property: JsonPropertyName("processor")] string Processor,
    [property: JsonPropertyName("cores")] int Cores,
    [property: JsonPropertyName("measured_at")] DateTimeOffset MeasuredAt,
    [property: JsonPropertyName("auto_forward_dtype")] ForwardType AutoType,
    [property: JsonPropertyName("costs")] IReadOnlyList<StepCost> Costs)
{
    /// <summary>Where it is kept in a data folder.</summary>
    public static string FileIn(string dataRoot) => Path.Combine(dataRoot, "speed.json");

    /// <summary>The last measurement; null if there is none, or it cannot be read: an estimate is a convenience.</summary>
    public static MachineSpeed? Read(string path)
    {
        try
        {
            var speed = File.Exists(path) ? JsonSerializer.Deserialize<MachineSpeed>(File.ReadAllBytes(path)) : null;
            return speed?.Costs is null || speed.Costs.Any(cost => cost?.Milliseconds is not { Length: 4 } || cost.Megabytes is not { Length: 4 }) ? null : speed;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Keeps it.</summary>
    public void Write(string path) => DurableFile.WriteText(path, JsonSerializer.Serialize(this, new JsonSerializerOptions { WriteIndented = true }));

    /// <summary>Whether <c>bench --part scaling --save</c> on a machine of so many cores tells about a run: it measures the native step on all cores.</summary>
    public static bool Covers(RunConfig config, int cores) =>
        !config.Device.StartsWith("cuda", StringComparison.Ordinal) && IsNative(config) && (config.Threads == 0 || config.Threads == cores);

    private static bool IsNative(RunConfig config) =>
        config.Engine != StepEngine.Autograd && config.Arch is { Variant: Variant.Trm, UsesContinueLoss: false, SeparateNetworks: false, OneStepGradient: false } && config.SupervisionDecay == 1;

    /// <summary>What a step of a run costs here; null where nothing comparable was measured: another device, engine or number of threads.</summary>
    public StepCost? CostOf(RunConfig config, int threads)
    {
        if (config.Device.StartsWith("cuda", StringComparison.Ordinal)) return null;
        var configured = config.Arch.ForwardType == ForwardType.Auto ? AutoType : config.Arch.ForwardType ?? ForwardType.Float32;
        var (engine, type) = (ConfigField.Word(IsNative(config) ? StepEngine.Native : StepEngine.Autograd), ConfigField.Word(configured));
        return Costs.FirstOrDefault(cost => cost.Engine == engine && cost.ForwardType == type && cost.Threads == threads);
    }
}
