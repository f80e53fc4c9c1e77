using Microsoft.EntityFrameworkCore;
using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;
using TrmLab.Web.Store;

namespace TrmLab.Web.Supervision;

/// <summary>Takes run directories into the index and out of it.</summary>
internal static class RunRegistration
{
    /// <summary>The row of a run that the index does not know yet.</summary>
    public static RunRow RowOf(RunDirectory run)
    {
        var row = new RunRow { Run = run.Id, Name = run.Id };
        try
        {
            if (RunDirectory.IsLink(run.Config)) throw new InputException($"{run.Config}: a symbolic link; a run directory holds its own files");
            row.Created = new DateTimeOffset(File.GetLastWriteTimeUtc(run.Config)).ToUnixTimeMilliseconds();
            row.Config = File.ReadAllText(run.Config);
            var config = ConfigJson.Read(row.Config, run.Config);
            row.Name = config.Name;
            row.Seed = config.Seed;
            row.Device = config.Device;
            row.Shape = RunShape.Of(config);
            row.PlannedEvaluations = StepPlan.EvaluationsOf(config);
            row.Data = string.Join(", ", config.DataPaths);
        }
        catch (Exception e)
        {
            // Whatever is wrong with a configuration from elsewhere: it must not keep the other runs out of the index.
            row.ConfigError = e.Message;
        }

        return row;
    }

    /// <summary>Removes all that the index holds of a run.</summary>
    public static void Forget(LabDb db, int runId)
    {
        db.Database.ExecuteSql($"DELETE FROM points WHERE run_id = {runId}");
        db.Database.ExecuteSql($"DELETE FROM point_chunks WHERE run_id = {runId}");
        db.Database.ExecuteSql($"DELETE FROM steps WHERE run_id = {runId}");
        db.RunMetrics.Where(r => r.RunId == runId).ExecuteDelete();
        db.Evaluations.Where(r => r.RunId == runId).ExecuteDelete();
        db.Checkpoints.Where(r => r.RunId == runId).ExecuteDelete();
        db.Events.Where(r => r.RunId == runId).ExecuteDelete();
        db.Runs.Where(r => r.Id == runId).ExecuteDelete();
    }
}
