using TrmLab.Core;
using TrmLab.Testing;
using TrmLab.Trainer.Libtorch;

namespace TrmLab.Trainer.Tests.Libtorch;

public sealed class LibtorchDirectoryTests
{
    private static readonly Version Wanted = LibtorchDirectory.Wanted;

    [Fact]
    public void The_wanted_version_is_the_one_that_TorchSharp_is_built_for() => Assert.StartsWith($"{Wanted}", TorchSharp.torch.__version__);

    [Fact]
    public void The_version_is_read_from_its_packed_form() => Assert.Equal(new Version(2, 10, 1), LibtorchDirectory.Decode(0x020A01_0000000000));

    [Fact]
    public void Another_version_is_refused_and_a_patch_is_not()
    {
        LibtorchDirectory.Check("lib", new Version(2, 10, 1), Wanted);
        Assert.Contains("is libtorch 2.9.1; this program needs 2.10", Assert.Throws<InputException>(() => LibtorchDirectory.Check("lib", new Version(2, 9, 1), Wanted)).Message);
        Assert.Contains("2.8 or older", Assert.Throws<InputException>(() => LibtorchDirectory.Check("lib", null, Wanted)).Message);
    }

    [Fact]
    public async Task A_build_with_its_own_libtorch_says_that_it_cannot_take_another()
    {
        Assert.SkipUnless(File.Exists(Path.Combine(AppContext.BaseDirectory, "libtorch_cpu.so")), "Needs a build with the packaged libtorch.");
        using var process = LabProcess.Start(
            ["dotnet", Path.Combine(AppContext.BaseDirectory, "trmlab.dll"), "bench", "--part", "step"], new Dictionary<string, string?> { [LibtorchDirectory.Variable] = "/nowhere" });
        var (code, _, error) = await process.End();
        Assert.Equal(2, code);
        Assert.Contains("TRMLAB_LIBTORCH=/nowhere: this build brings its own libtorch", error);
        Assert.Contains("-p:TorchBackend=none", error);
    }
}
