using TrmLab.Core.Configuration;

namespace TrmLab.Core.Tests.Configuration;

public sealed class ConfigJsonTests
{
    [Fact]
    public void A_configuration_survives_writing_and_reading()
    {
        var config = ConfigJson.With(new RunConfig(), ["arch.hidden_size=64", "arch.mlp_t=true", "lr=1e-3", "data_paths=[\"a\",\"b\"]", "arch.forward_dtype=bfloat16", "seed=7"]);
        var read = ConfigJson.Read(ConfigJson.Write(config), "test");
        Assert.Equal(ConfigJson.Write(config), ConfigJson.Write(read));
        Assert.Equal(64, read.Arch.HiddenSize);
        Assert.Equal(ForwardType.BFloat16, read.Arch.ForwardType);
        Assert.Equal(["a", "b"], read.DataPaths);
    }

    [Theory]
    [InlineData("""{ "arch": { "hiden_size": 64 } }""", "'arch.hiden_size'", "'arch.hidden_size'")]
    [InlineData("""{ "learning_rat": 1 }""", "'learning_rat'", "")]
    [InlineData("""{ "weight_deca": 1 }""", "'weight_deca'", "'weight_decay'")]
    [InlineData("""{ "hidden_size": 1 }""", "'hidden_size'", "'arch.hidden_size'")]
    public void An_unknown_key_names_the_nearest_known_one(string json, string unknown, string nearest)
    {
        var error = Assert.Throws<InputException>(() => ConfigJson.Read(json, "my.json"));
        Assert.StartsWith("my.json: unknown key ", error.Message);
        Assert.Contains(unknown, error.Message);
        Assert.Contains(nearest, error.Message);
    }

    [Theory]
    [InlineData("""{ "lr": "fast" }""", "lr: expected a number")]
    [InlineData("""{ "epochs": 1.5 }""", "epochs: expected a whole number")]
    [InlineData("""{ "arch": { "name": "lstm" } }""", "arch.name: expected one of trm, trm_singlez")]
    [InlineData("""{ "arch": 3 }""", "arch: expected an object")]
    [InlineData("""{ "data_paths": "x" }""", "data_paths: expected a list of texts")]
    [InlineData("""{ "arch": null }""", "arch: expected an object")]
    [InlineData("""[1]""", "must be a JSON object")]
    [InlineData("{\n \"lr\": 1,,\n}", "line 2")]
    public void A_wrong_value_is_refused_with_its_place(string json, string message) =>
        Assert.Contains(message, Assert.Throws<InputException>(() => ConfigJson.Read(json, "my.json")).Message);

    [Theory]
    [InlineData("lr", "expected key=value")]
    [InlineData("lr=quick", "expected a number")]
    [InlineData("lr=0,0001", "lr=0,0001: expected a number; write decimals with a point")]
    [InlineData("ema=maybe", "expected true or false")]
    [InlineData("arch.heads=2", "did you mean")]
    public void A_bad_assignment_is_refused(string assignment, string message) =>
        Assert.Contains(message, Assert.Throws<InputException>(() => ConfigJson.With(new RunConfig(), [assignment])).Message);

    [Fact]
    public void Every_public_field_is_described_and_takes_its_own_text()
    {
        var config = new RunConfig { Name = "x" };
        Assert.True(ConfigFields.All.Count > 40);
        foreach (var field in ConfigFields.All)
        {
            Assert.False(string.IsNullOrWhiteSpace(field.Description), field.Path);
            var text = ConfigJson.ValueOf(config, field.Path);
            Assert.Equal(text, ConfigJson.ValueOf(ConfigJson.With(config, field.Path, text), field.Path));
        }

        var described = ConfigFields.All.Count;
        var declared = typeof(RunConfig).GetProperties().Length - 1 + typeof(ArchConfig).GetProperties().Count(p => p.CanWrite);
        Assert.Equal(declared, described);
    }

    [Theory]
    [InlineData("""{"seed": 1, "seed": 2}""", "seed")]
    [InlineData("""{"arch": {"L_layers": 2, "L_layers": 3}}""", "L_layers")]
    public void A_key_that_stands_twice_is_named(string json, string key)
    {
        var message = Assert.Throws<InputException>(() => ConfigJson.Read(json, "config.json")).Message;
        Assert.Contains("twice", message);
        Assert.Contains(key, message);
    }
}
