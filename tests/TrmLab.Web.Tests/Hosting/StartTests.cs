using System.Net;
using System.Net.Sockets;
using TrmLab.Testing;

namespace TrmLab.Web.Tests.Hosting;

/// <summary>The program's own start: what it refuses, in one line and with code 2, and its maintenance verbs.</summary>
public sealed class StartTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("trmlab-start-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task A_token_that_is_too_short_is_refused() =>
        Assert.Contains("Lab:Token must have 16 characters or more", await Refused(["--urls", "http://127.0.0.1:0"], new() { ["Lab__Token"] = "short" }));

    [Fact]
    public async Task A_port_that_is_taken_is_named_with_the_next_one()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var error = await Refused(["--urls", $"http://127.0.0.1:{port}"]);
        Assert.Contains("in use by another program", error);
        Assert.Contains($"--urls http://127.0.0.1:{port + 1}", error);
    }

    [Fact]
    public async Task A_setting_that_does_not_exist_is_named_with_those_that_do()
    {
        var error = await Refused(["--urls", "http://127.0.0.1:0"], new() { ["Lab__TokenX"] = "1" });
        Assert.Contains("TokenX", error);
        Assert.Contains("ViewToken", error);
    }

    [Theory]
    [InlineData("reindexx", "reindex, token rotate")]
    [InlineData("token", "token rotate")]
    public async Task An_unknown_verb_is_told_the_known_ones(string verb, string known) => Assert.Contains(known, await Refused([verb]));

    [Fact]
    public async Task A_rotated_token_is_another_one_each_time_and_is_readable_by_its_owner_alone()
    {
        string[] tokens = [await Rotate(), await Rotate()];
        Assert.Equal(2, tokens.Distinct().Count());
        var file = Path.Combine(_root, "access-token");
        Assert.Equal(tokens[1], File.ReadAllText(file).Trim());
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));

        async Task<string> Rotate()
        {
            var (code, output, error) = await Run(["token", "rotate"]);
            Assert.True(code == 0, error);
            return output.Split('\n')[0].Trim();
        }
    }

    [Fact]
    public async Task Reindexing_counts_the_runs()
    {
        var (code, output, error) = await Run(["reindex"]);
        Assert.True(code == 0, error);
        Assert.Contains("0 runs read anew", output);
    }

    private async Task<string> Refused(string[] arguments, Dictionary<string, string?>? environment = null)
    {
        var (code, output, error) = await Run(arguments, environment);
        Assert.Equal((2, ""), (code, output));
        Assert.Single(error.Trim().Split('\n'));
        return error;
    }

    private async Task<(int Code, string Output, string Error)> Run(string[] arguments, Dictionary<string, string?>? environment = null)
    {
        using var process = LabProcess.Start(["dotnet", Outputs.Dashboard, .. arguments], new Dictionary<string, string?>(environment ?? []) { ["TRMLAB_DATA"] = _root });
        return await process.End();
    }
}
