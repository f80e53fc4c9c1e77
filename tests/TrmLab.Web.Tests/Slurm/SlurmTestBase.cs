using TrmLab.Core.Runs;
using TrmLab.Web.Lanes;
using TrmLab.Web.Slurm;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Slurm;

/// <summary>Dashboards with the fake trainer on a real cluster.</summary>
public abstract class SlurmTestBase
{
    private readonly List<TestLab> _labs = [];

    /// <summary>Skips the test where <paramref name="cluster"/> is none.</summary>
    protected SlurmTestBase(SlurmCluster cluster)
    {
        cluster.Need();
        Cluster = cluster;
    }

    protected SlurmCluster Cluster { get; }

    protected void DisposeLabs() => _labs.ForEach(l => l.Dispose());

    protected static IRunLane Lane(TestLab lab) => lab.Lanes.Of("slurm-main")!;

    protected TestLab Lab(string setup, Action<SlurmOptions>? change = null)
    {
        var options = Cluster.Options(setup);
        change?.Invoke(options);
        var lab = new TestLab(slurm: options);
        _labs.Add(lab);
        return lab;
    }

    protected void Until(TestLab lab, RunDirectory run, RunPhase phase) => Until(lab, run, () => lab.States.Of(run.Id).State.Phase == phase);

    protected void Until(TestLab lab, RunDirectory run, string reason) => Until(lab, run, () => lab.States.Of(run.Id).State.Reason.Contains(reason, StringComparison.Ordinal));

    protected void Until(TestLab lab, RunDirectory run, Func<bool> condition) => Patience.Until(
        () =>
        {
            Cluster.Look(lab, run);
            return condition();
        },
        () => $"something else of {run.Id} than {Cluster.Now(lab, run)}");
}
