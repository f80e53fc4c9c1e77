using Plotly.Blazor.Traces;
using TrmLab.Web.Components.Compare;

namespace TrmLab.Web.Tests.Components.Compare;

public sealed class PlainFigureTests
{
    [Theory]
    [InlineData(true, false, "%{y:.2%}")]
    [InlineData(true, true, "%{y:+.2%}")]
    [InlineData(false, false, "%{y:.5~g}")]
    public void Only_a_difference_is_shown_with_its_sign(bool isShare, bool isDifference, string value)
    {
        var curve = Assert.IsType<Scatter>(Assert.Single(PlainFigure.Traces([new PlainCurve("c", [1], [0.9725], "#0072b2")], isShare, isDifference)));
        Assert.Contains(value, curve.HoverTemplate);
    }
}
