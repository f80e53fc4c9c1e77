using TrmLab.Web.Components.Charts;

namespace TrmLab.Web.Tests.Components.Charts;

public sealed class PlotTextTests
{
    [Theory]
    [InlineData("plain name", "plain name")]
    [InlineData("<b>x</b>", "&lt;b&gt;x&lt;/b&gt;")]
    [InlineData("a & b", "a &amp; b")]
    [InlineData("%{fullData.name}", "%&#123;fullData.name}")]
    public void Texts_of_runs_are_no_markup(string text, string shown) => Assert.Equal(shown, PlotText.Of(text));
}
