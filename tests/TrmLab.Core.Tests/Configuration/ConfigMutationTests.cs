using System.Text;
using TrmLab.Core.Configuration;

namespace TrmLab.Core.Tests.Configuration;

public sealed class ConfigMutationTests
{
    private static readonly RunConfig Config = Presets.Get(Presets.Names[0]);

    [Fact]
    public void A_damaged_configuration_ends_in_a_message_or_in_one_that_can_be_checked() =>
        Mutations.OnlyInputExceptions(Encoding.UTF8.GetBytes(ConfigJson.Write(Config)), 4000, damaged =>
            ConfigRules.Problems(ConfigJson.Read(Encoding.UTF8.GetString(damaged), "damaged.json")));

    [Theory]
    [InlineData("arch.hidden_size=64")]
    [InlineData("data_paths=[\"a\",\"b\"]")]
    [InlineData("lr=1e-3")]
    public void Damaged_assignments_end_in_a_message(string assignment) =>
        Mutations.OnlyInputExceptions(Encoding.UTF8.GetBytes(assignment), 1000, damaged =>
            ConfigRules.Problems(ConfigJson.With(Config, [Encoding.UTF8.GetString(damaged)])));
}
