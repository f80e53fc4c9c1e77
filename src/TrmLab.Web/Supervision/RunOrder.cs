using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;

namespace TrmLab.Web.Supervision;

/// <summary>A run that is to be made.</summary>
/// <param name="Config">Its configuration.</param>
/// <param name="Labels">Group, tags and note.</param>
/// <param name="Id">Its id.</param>
public sealed record RunOrder(RunConfig Config, RunLabels Labels, string Id);
