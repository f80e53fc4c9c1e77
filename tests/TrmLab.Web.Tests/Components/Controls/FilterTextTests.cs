using Bunit;
using TrmLab.Web.Components.Controls;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Components.Controls;

public sealed class FilterTextTests : PageTest
{
    [Fact]
    public void An_address_that_comes_back_late_does_not_overwrite_what_was_typed_since()
    {
        List<string> asked = [];
        var field = Render<FilterText>(p => p.Add(f => f.Label, "Filter").Add(f => f.Changed, asked.Add));
        field.Find("input").Input("a");
        field.WaitForAssertion(() => Assert.Equal(["a"], asked), Patience.Limit);
        field.Find("input").Input("ab");
        field.Render(p => p.Add(f => f.Text, "a"));
        Assert.Equal("ab", field.Find("input").GetAttribute("value"));
        field.Render(p => p.Add(f => f.Text, "from a link"));
        Assert.Equal("from a link", field.Find("input").GetAttribute("value"));
    }
}
