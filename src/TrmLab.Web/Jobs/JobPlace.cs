namespace TrmLab.Web.Jobs;

/// <summary>The page that shows a job.</summary>
public enum JobPlace
{
    /// <summary>Datasets.</summary>
    Datasets,

    /// <summary>Checkpoints.</summary>
    Checkpoints,

    /// <summary>New run.</summary>
    NewRun,
}
