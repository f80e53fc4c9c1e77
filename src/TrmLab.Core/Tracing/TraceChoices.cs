using System.Text.Json.Serialization;

namespace TrmLab.Core.Tracing;

/// <summary>Which weights of a checkpoint are traced.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TraceWeights>))]
public enum TraceWeights
{
    /// <summary>As trained.</summary>
    [JsonStringEnumMemberName("raw")] Raw,

    /// <summary>Averaged over training.</summary>
    [JsonStringEnumMemberName("ema")] Ema,
}

/// <summary>At which network updates the cells are recorded; halting, residuals and projections are recorded at every one.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TraceDetail>))]
public enum TraceDetail
{
    /// <summary>The finest that keeps the cells below a megabyte.</summary>
    [JsonStringEnumMemberName("auto")] Auto,

    /// <summary>At every update of y and z.</summary>
    [JsonStringEnumMemberName("all")] All,

    /// <summary>At every update of the answer.</summary>
    [JsonStringEnumMemberName("answers")] Answers,

    /// <summary>At the end of each supervision step.</summary>
    [JsonStringEnumMemberName("steps")] Steps,
}

/// <summary>The state that the recursion starts from.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TraceStart>))]
public enum TraceStart
{
    /// <summary>The checkpoint's own y0 and z0, as in training.</summary>
    [JsonStringEnumMemberName("trained")] Trained,

    /// <summary>Zeros.</summary>
    [JsonStringEnumMemberName("zeros")] Zeros,

    /// <summary>A normal vector per position, of the noise seed.</summary>
    [JsonStringEnumMemberName("random")] Random,
}

/// <summary>Which part of the state is disturbed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NoiseTarget>))]
public enum NoiseTarget
{
    /// <summary>The latents z (the one state of trm_singlez and transformer).</summary>
    [JsonStringEnumMemberName("latent")] Latent,

    /// <summary>The answer y.</summary>
    [JsonStringEnumMemberName("answer")] Answer,

    /// <summary>Both.</summary>
    [JsonStringEnumMemberName("both")] Both,
}
