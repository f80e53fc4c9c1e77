namespace TrmLab.Web.Lanes;

/// <summary>Where lanes come from; every registered source adds its own.</summary>
public interface ILaneSource
{
    /// <summary>The lanes that are there now. Called often, so it answers from memory.</summary>
    IReadOnlyList<IRunLane> Lanes { get; }
}
