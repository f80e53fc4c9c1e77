namespace TrmLab.Testing;

/// <summary>The real trainer, from the folder of the tests that run.</summary>
public static class TrainerProcess
{
    /// <summary>Starts it.</summary>
    public static LabProcess Start(params string[] arguments) => Start(arguments, unprivileged: false);

    /// <inheritdoc cref="LabProcess.Start"/>
    public static LabProcess Start(string[] arguments, bool unprivileged) => Start(arguments, [], unprivileged);

    /// <summary>Runs it to the end.</summary>
    public static async Task<(int Code, string Output, string Error)> Run(params string[] arguments)
    {
        using var process = Start(arguments);
        return await process.End();
    }

    /// <summary>Runs it to the end, with a data folder of its own.</summary>
    public static Task<(int Code, string Output, string Error)> RunAt(string data, params string[] arguments) => RunWith("TRMLAB_DATA", data, arguments);

    /// <summary>Runs it to the end, with a variable in its environment.</summary>
    public static async Task<(int Code, string Output, string Error)> RunWith(string variable, string value, params string[] arguments)
    {
        using var process = Start(arguments, [new(variable, value)], unprivileged: false);
        return await process.End();
    }

    private static LabProcess Start(string[] arguments, IEnumerable<KeyValuePair<string, string?>> environment, bool unprivileged) => LabProcess.Start(
        ["dotnet", Path.Combine(AppContext.BaseDirectory, "trmlab.dll"), .. arguments],
        new Dictionary<string, string?>(environment) { ["DOTNET_TieredCompilation"] = null },
        unprivileged);
}
