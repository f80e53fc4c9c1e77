namespace TrmLab.Core.Configuration;

/// <summary>Documents one configuration field where it is declared; the help text, the docs and the form read it from here.</summary>
/// <param name="description">What the field does and why one would change it, in one sentence.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ConfigFieldAttribute(string description) : Attribute
{
    /// <summary>One sentence for a reader who knows the paper but not this program.</summary>
    public string Description { get; } = description;

    /// <summary>The paper's symbol, such as <c>n</c> or <c>T</c>; null where the paper has none.</summary>
    public string? Symbol { get; init; }
}
