using System.Text.Json;
using TrmLab.Core.Configuration;
using TrmLab.Trainer.Tests.Evaluation;

namespace TrmLab.Trainer.Tests.Commands;

/// <summary>The checkpoint verbs on a run that was trained by the program.</summary>
public sealed class CheckpointProcessTests(TrainedSudoku trained) : IClassFixture<TrainedSudoku>, IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_run_stands_for_its_newest_checkpoint()
    {
        var info = await Json("checkpoint", "info", trained.Run.Root, "--json");
        Assert.StartsWith(trained.Run.Checkpoints, info.GetProperty("checkpoint").GetString());
        Assert.True(info.GetProperty("resumable").GetBoolean());

        var exported = await Json("checkpoint", "export", trained.Run.Root, "--out", _directory["weights.safetensors"], "--json");
        Assert.Equal(("ema", info.GetProperty("step").GetInt64()), (exported.GetProperty("weights").GetString(), exported.GetProperty("step").GetInt64()));

        var imported = await Json("checkpoint", "import", _directory["weights.safetensors"], "--out", _directory["imported"], "--json");
        Assert.Equal("weights", imported.GetProperty("fields").EnumerateArray().First(f => f.GetProperty("path").GetString() == "arch.hidden_size").GetProperty("origin").GetString());
        Assert.Equal(info.GetProperty("shape").GetRawText(), imported.GetProperty("shape").GetRawText());
    }

    [Fact]
    public async Task Verify_looks_at_every_checkpoint_of_a_run_and_names_the_damaged_file()
    {
        Assert.True((await Json("checkpoint", "verify", trained.Run.Root, "--json")).GetProperty("sound").GetBoolean());
        await Json("checkpoint", "export", trained.Run.Root, "--out", _directory["weights.safetensors"], "--json");
        await Json("checkpoint", "import", _directory["weights.safetensors"], "--out", _directory["imported"], "--json");
        using (var file = File.OpenWrite(_directory["imported/raw.safetensors"]))
        {
            file.Seek(-1, SeekOrigin.End);
            file.WriteByte(0x55);
        }

        var (code, output, error) = await TrainerProcess.Run("checkpoint", "verify", _directory["imported"], "--json");
        Assert.Equal(1, code);
        Assert.Contains("raw.safetensors", error);
        Assert.False(JsonDocument.Parse(output).RootElement.GetProperty("sound").GetBoolean());
    }

    [Fact]
    public async Task An_import_replaces_an_import_but_no_checkpoint_of_a_run()
    {
        await Json("checkpoint", "export", trained.Run.Root, "--out", _directory["weights.pt"], "--json");
        var mine = (await Json("checkpoint", "info", trained.Run.Root, "--json")).GetProperty("checkpoint").GetString()!;
        var (code, _, error) = await TrainerProcess.Run("checkpoint", "import", _directory["weights.pt"], "--out", mine);
        Assert.Equal(2, code);
        Assert.Contains("holds a checkpoint of a run", error);
        Assert.True((await Json("checkpoint", "verify", mine, "--json")).GetProperty("sound").GetBoolean());
    }

    [Fact]
    public async Task Help_lists_every_field_with_default_and_reason()
    {
        var (code, output, error) = await TrainerProcess.Run("train", "--help");
        Assert.Equal((0, ""), (code, error));
        Assert.All(ConfigFields.All, field => Assert.Contains($"  {field.Path} = ", output));
        Assert.All(ConfigFields.All, field => Assert.Contains(field.Description, output));
        Assert.Contains("  arch.L_cycles = 6  (n)", output);
    }

    private static async Task<JsonElement> Json(params string[] arguments)
    {
        var (code, output, error) = await TrainerProcess.Run(arguments);
        Assert.True(code == 0, error);
        return JsonDocument.Parse(Assert.Single(output.Trim().Split('\n'))).RootElement;
    }
}
