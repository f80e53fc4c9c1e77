using System.Diagnostics;
using System.Text.Json.Nodes;
using TrmLab.Trainer.Libtorch;

namespace TrmLab.Trainer.Tests.Libtorch;

/// <summary>
/// The program as <c>-p:TorchBackend=none</c> builds it: its files without those of the libtorch package. A directory is named when it starts;
/// here it is the one that the tests' own libtorch is in.
/// </summary>
public sealed class BuildWithoutLibtorchTests : IDisposable
{
    private const string Package = "libtorch-cpu";

    private readonly TemporaryDirectory _build = new();
    private readonly TemporaryDirectory _libtorch = new();

    public BuildWithoutLibtorchTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "libtorch from a directory is for Linux");
        Assert.SkipUnless(File.Exists(Path.Combine(AppContext.BaseDirectory, "libtorch_cpu.so")), "Needs a build with the packaged libtorch.");
        var dependencies = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "trmlab.deps.json")))!;
        var left = Remove(dependencies);
        Assert.Contains("libtorch_cpu.so", left);
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory).Where(file => !left.Contains(Path.GetFileName(file))))
            File.Copy(file, _build[Path.GetFileName(file)]);
        File.WriteAllText(_build["trmlab.deps.json"], dependencies.ToJsonString());
    }

    [Fact]
    public async Task It_computes_what_the_reference_computes_with_a_directory_that_is_named()
    {
        var (code, output, error) = await Verify(AppContext.BaseDirectory);
        Assert.True(code == 0, error);
        Assert.Matches(@"verified (\d+) of \1 stages", output);
    }

    [Fact]
    public async Task Without_a_directory_it_says_how_to_name_one() => Refused(await Verify(null), "this build brings no libtorch", LibtorchDirectory.Variable);

    [Fact]
    public async Task A_directory_without_libtorch_is_refused()
    {
        Refused(await Verify("/nowhere"), "TRMLAB_LIBTORCH=/nowhere: there is no libtorch_cpu.so");
        Refused(await Verify(_libtorch.Root), $"TRMLAB_LIBTORCH={_libtorch.Root}: there is no libtorch_cpu.so");
    }

    [Fact]
    public async Task A_file_that_is_no_library_is_refused()
    {
        File.WriteAllText(_libtorch["libtorch_cpu.so"], "not a library");
        Refused(await Verify(_libtorch.Root), "libtorch_cpu.so: cannot be loaded");
    }

    [Theory]
    [InlineData("unsigned long aoti_torch_abi_version(void) { return 0x0209010000000000; }", "is libtorch 2.9.1; this program needs 2.10")]
    [InlineData("int nothing;", "is libtorch 2.8 or older; this program needs 2.10")]
    public async Task Another_version_is_refused(string source, string message)
    {
        Compile(source, _libtorch["libtorch_cpu.so"]);
        Refused(await Verify(_libtorch.Root), message);
    }

    public void Dispose()
    {
        _build.Dispose();
        _libtorch.Dispose();
    }

    private async Task<(int Code, string Output, string Error)> Verify(string? directory)
    {
        var archive = Path.Combine(AppContext.BaseDirectory, "Verification", "Archives", "token-mlp.zip");
        using var process = LabProcess.Start(["dotnet", _build["trmlab.dll"], "verify", archive], new Dictionary<string, string?> { [LibtorchDirectory.Variable] = directory });
        return await process.End();
    }

    private static void Refused((int Code, string Output, string Error) end, params string[] words)
    {
        Assert.Equal(2, end.Code);
        Assert.StartsWith("error: ", Assert.Single(end.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        Assert.All(words, word => Assert.Contains(word, end.Error));
    }

    // Takes the package's native files out of the list that the .NET host checks; returns their names.
    private static HashSet<string> Remove(JsonNode dependencies)
    {
        HashSet<string> names = [];
        foreach (var library in dependencies["targets"]!.AsObject().SelectMany(target => target.Value!.AsObject()).Where(library => library.Key.StartsWith(Package, StringComparison.Ordinal)))
        {
            names.UnionWith(library.Value!["native"]?.AsObject().Select(file => Path.GetFileName(file.Key)) ?? []);
            library.Value!.AsObject().Remove("native");
        }

        return names;
    }

    private static void Compile(string source, string library)
    {
        try
        {
            using var compiler = Process.Start(new ProcessStartInfo("gcc", ["-shared", "-fPIC", "-x", "c", "-o", library, "-"]) { RedirectStandardInput = true })!;
            compiler.StandardInput.Write(source);
            compiler.StandardInput.Close();
            compiler.WaitForExit();
            Assert.Equal(0, compiler.ExitCode);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("gcc is not installed: the stand-in for libtorch cannot be built");
        }
    }
}
