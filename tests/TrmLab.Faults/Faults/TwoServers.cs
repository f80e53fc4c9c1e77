namespace TrmLab.Faults.Faults;

/// <summary>A second dashboard on a data folder that is served, and on one whose dashboard was killed.</summary>
internal static class TwoServers
{
    public static async Task<string> TryAsync(FaultRun fault)
    {
        await using var first = await Dashboard.StartAsync(new DashboardSettings { Root = Directory.CreateDirectory(fault["data"]).FullName, Fake = "" });
        for (var n = 0; n < fault.Count; n++)
        {
            using var second = LabProcess.Start(["dotnet", Outputs.Dashboard, "--urls", $"http://127.0.0.1:{Dashboard.FreePort()}"], new Dictionary<string, string?> { ["TRMLAB_DATA"] = first.Root });
            await FaultRun.UntilAsync(() => second.Process.HasExited, fault.Limit(30), () => "the second ends: " + second.Output + second.Error);
            var (code, output, error) = await second.End();
            FaultRun.Require(code == 2 && output.Length == 0, $"code {code}: {output}");
            FaultRun.Require(error.Contains(first.Url, StringComparison.Ordinal) && error.Contains(first.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal), "the first is not named: " + error);
            FaultRun.Require(error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length == 1, "more than one line: " + error);
            await first.AnswersAsync();
            if (n % 2 == 1) await first.KillAndRestartAsync(TimeSpan.Zero);
        }

        return "the second ends with code 2 and one line that names the first and its process; a killed one leaves nothing in the way";
    }
}
