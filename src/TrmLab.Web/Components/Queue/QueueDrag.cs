namespace TrmLab.Web.Components.Queue;

/// <summary>What is being dragged on a page; one per browser tab.</summary>
public sealed class QueueDrag
{
    /// <summary>The entry's id; null while nothing is dragged.</summary>
    public string? Entry { get; set; }
}
