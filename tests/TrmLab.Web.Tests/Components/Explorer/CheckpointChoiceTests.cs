using Bunit;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;
using TrmLab.Web.Components.Explorer;
using TrmLab.Web.Inference;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Components.Explorer;

public sealed class CheckpointChoiceTests : PageTest
{
    [Fact]
    public void Checkpoints_stand_below_the_names_of_their_runs()
    {
        ExplorableCheckpoint[] all = [Of("shipped/small", "small", 1), Of("run/id-2/20", "second", 20), Of("run/id-1/20", "first", 20), Of("run/id-1/10", "first", 10)];
        var choice = Render<CheckpointChoice>(p => p.Add(c => c.Legend, "A").Add(c => c.Id, "a").Add(c => c.IsRequired, true).Add(c => c.All, all).Add(c => c.Selected, all[1]).Add(c => c.Changed, (_, _) => { }));
        Assert.Equal(["Shipped with the program", "second", "first"], choice.FindAll("optgroup").Select(g => g.GetAttribute("label")));
        Assert.Equal(["first, step 20", "first, step 10"], choice.FindAll("optgroup[label=first] option").Select(o => o.TextContent));
        Assert.Equal("run/id-2/20", choice.Find("option[selected]").GetAttribute("title"));
    }

    private static ExplorableCheckpoint Of(string key, string name, long step) => new(key, "/nowhere", name, CheckpointManifest.For(step, new ModelShape(new ArchConfig(), 16, 6, 1)));
}
