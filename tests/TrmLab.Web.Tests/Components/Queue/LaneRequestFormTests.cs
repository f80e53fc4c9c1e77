using Bunit;
using TrmLab.Core.Runs;
using TrmLab.Web.Components.Queue;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Components.Queue;

public sealed class LaneRequestFormTests : PageTest
{
    [Fact]
    public void What_is_typed_becomes_the_request_and_an_emptied_field_takes_the_default_again()
    {
        var request = new LaneRequest { Account = "lab" };
        var form = Render<LaneRequestForm>(p => p.Add(f => f.Request, request).Add(f => f.Changed, r => request = r));
        form.Find("#request-gpus").Change("2");
        form.Render(p => p.Add(f => f.Request, request));
        form.Find("#request-ranks").Change("4");
        form.Render(p => p.Add(f => f.Request, request));
        form.Find("#request-time").Change(" 2-00:00 ");
        form.Render(p => p.Add(f => f.Request, request));
        form.Find("#request-account").Change("");
        Assert.Equal(new LaneRequest { Ranks = 4, Gpus = 2, TimeLimit = "2-00:00" }, request);
    }

    [Fact]
    public void A_problem_stands_below_the_fields()
    {
        var form = Render<LaneRequestForm>(p => p.Add(f => f.Request, new LaneRequest { TimeLimit = "soon" }));
        Assert.Contains("'soon' must be minutes", form.Find(".lane-problem").TextContent);
    }
}
