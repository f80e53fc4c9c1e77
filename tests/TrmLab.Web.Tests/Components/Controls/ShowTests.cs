using TrmLab.Web.Components.Controls;

namespace TrmLab.Web.Tests.Components.Controls;

public sealed class ShowTests
{
    [Theory]
    [InlineData(45, "45 s")]
    [InlineData(200, "3 min 20 s")]
    [InlineData(7500, "2 h 5 min")]
    [InlineData(360_000, "4 d 4 h")]
    public void Durations(int seconds, string expected) => Assert.Equal(expected, Show.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(null, "–")]
    [InlineData(7.04, "7.0 /s")]
    [InlineData(0.25, "4.0 s/step")]
    public void Speeds(double? perSecond, string expected) => Assert.Equal(expected, Show.Speed(perSecond));

    [Fact]
    public void Percentage_points_carry_their_sign_and_unit() =>
        Assert.Equal(["+1.50 pp", "-0.25 pp", "0.00 pp", "–"], new double?[] { 0.015, -0.0025, 0, null }.Select(Show.Points));
}
