using System.Text.Json.Serialization;

namespace TrmLab.Web.Jobs;

/// <summary>What a job does: values alone, so that it can be stored, shown and started again.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "job")]
[JsonDerivedType(typeof(GenerateSudokuJob), "generate-sudoku")]
[JsonDerivedType(typeof(GenerateMazeJob), "generate-maze")]
[JsonDerivedType(typeof(BuildSudokuJob), "build-sudoku")]
[JsonDerivedType(typeof(BuildMazeJob), "build-maze")]
[JsonDerivedType(typeof(BuildArcJob), "build-arc")]
[JsonDerivedType(typeof(PublishedJob), "published")]
[JsonDerivedType(typeof(CheckJob), "check")]
[JsonDerivedType(typeof(ImportCheckpointJob), "import-checkpoint")]
[JsonDerivedType(typeof(EvaluateCheckpointJob), "evaluate-checkpoint")]
[JsonDerivedType(typeof(MeasureSpeedJob), "measure-speed")]
public abstract record JobSpec
{
    /// <summary>One line for a list.</summary>
    [JsonIgnore] public abstract string Title { get; }

    /// <summary>Name of the data set that it creates in <c>data/datasets</c>; null if none.</summary>
    [JsonIgnore] public virtual string? Dataset => null;

    /// <summary>Where it is shown.</summary>
    [JsonIgnore] public virtual JobPlace Place => JobPlace.Datasets;

    /// <summary>The same as arguments of <c>trmlab</c>; null where there is no such command.</summary>
    /// <param name="output">The directory it creates.</param>
    public virtual string? CommandLine(string output) => null;

    /// <summary>Does it, on the calling thread.</summary>
    /// <exception cref="TrmLab.Core.InputException">What the user gave is wrong.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public abstract void Run(JobContext context);
}
