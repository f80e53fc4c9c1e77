using Microsoft.Extensions.Options;

namespace TrmLab.Web.Hosting;

/// <summary>Refuses settings that cannot work before anything starts.</summary>
public sealed class LabOptionsRules : IValidateOptions<LabOptions>
{
    public ValidateOptionsResult Validate(string? name, LabOptions options)
    {
        var problems = new List<string>();
        if (options.TailIntervalMilliseconds is < 10 or > 10_000) problems.Add("Lab:TailIntervalMilliseconds must be between 10 and 10000");
        if (options.WatchIntervalMilliseconds is < 100 or > 60_000) problems.Add("Lab:WatchIntervalMilliseconds must be between 100 and 60000");
        if (options.TrainerPath.Length > 0 && !File.Exists(options.TrainerPath)) problems.Add($"Lab:TrainerPath: there is no file {options.TrainerPath}");
        if (options.NvidiaSmiPath.Length == 0) problems.Add("Lab:NvidiaSmiPath must name the program, such as nvidia-smi");
        if (options.WorkerMemoryMegabytes < 512) problems.Add("Lab:WorkerMemoryMegabytes must be 512 or more");
        if (options.WorkerTimeoutSeconds is < 1 or > 3600) problems.Add("Lab:WorkerTimeoutSeconds must be between 1 and 3600");
        if (options.WorkerDevice is not ("cpu" or "auto" or "cuda") && !options.WorkerDevice.StartsWith("cuda:", StringComparison.Ordinal)) problems.Add("Lab:WorkerDevice must be cpu, auto, cuda or cuda:N");
        if (options.Token is { Length: > 0 and < 16 }) problems.Add("Lab:Token must have 16 characters or more");
        if (options.ViewToken is { Length: > 0 and < 16 }) problems.Add("Lab:ViewToken must have 16 characters or more");
        if (options.ViewToken.Length > 0 && options.ViewToken == options.Token) problems.Add("Lab:ViewToken must differ from Lab:Token");
        problems.AddRange(options.Slurm.Problems());
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
