using TrmLab.Core.Configuration;
using TrmLab.Web.Components.Pages;

namespace TrmLab.Web.Tests.Components.Pages;

public sealed class ConfigDraftTests
{
    private static readonly RunConfig Basis = Presets.Get("sudoku-4x4-demo");

    [Fact]
    public void Changes_go_through_an_address_and_back()
    {
        var draft = ConfigDraft.Of(Basis, []).With("lr", "0.002").With("arch.hidden_size", "128").With("data_paths", "a, b");
        var again = ConfigDraft.Of(Basis, draft.Changes);
        Assert.Equal((0.002, 128), (again.Config.LearningRate, again.Config.Arch.HiddenSize));
        Assert.Equal(["a", "b"], again.Config.DataPaths);
        Assert.Empty(again.Problems);
    }

    [Fact]
    public void A_text_that_is_no_value_is_kept_and_explained()
    {
        var draft = ConfigDraft.Of(Basis, ["lr=fast", "epochs=30"]);
        Assert.Equal("fast", draft.TextOf("lr"));
        Assert.Equal(new ConfigProblem("lr", "expected a number"), Assert.Single(draft.Problems));
        Assert.Equal(30, draft.Config.Epochs);
    }

    [Fact]
    public void Back_to_the_basis_is_no_change() =>
        Assert.Empty(ConfigDraft.Of(Basis, []).With("seed", "5").With("seed", "0").Changes);

    [Fact]
    public void A_whole_configuration_becomes_its_differences()
    {
        var other = Basis with { Seed = 3, Arch = Basis.Arch with { LatentSteps = 6 } };
        Assert.Equal(["arch.L_cycles=6", "seed=3"], ConfigDraft.Of(Basis, ["lr=1"]).WithAll(other).Changes.Order());
    }

    [Fact]
    public void Words_of_an_address_that_are_no_changes_are_left_out() =>
        Assert.Empty(ConfigDraft.Of(Basis, ["nonsense", "=3", "no_such_key=1"]).Changes);

    [Fact]
    public void Every_field_is_in_exactly_one_group_of_the_full_form() =>
        Assert.Equal(ConfigFields.All.Select(f => f.Path).Order(), ConfigGroups.Full.SelectMany(g => g.Fields).Select(f => f.Path).Order());
}
