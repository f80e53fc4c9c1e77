using TrmLab.Web.Components.Layout;

namespace TrmLab.Web.Tests.Components.Layout;

public sealed class ThemeChoiceTests
{
    [Theory]
    [InlineData(null, false)]
    [InlineData("system.dark", true)]
    [InlineData("system.light", false)]
    [InlineData("light.dark", false)]
    [InlineData("dark.light", true)]
    [InlineData("purple.dark", false)]
    public void The_cookie_decides_the_first_frame(string? cookie, bool isDark) => Assert.Equal(isDark, ThemeChoice.Parse(cookie).IsDark);

    [Fact]
    public void A_choice_goes_through_the_cookie() => Assert.Equal(new ThemeChoice("dark", false), ThemeChoice.Parse(new ThemeChoice("dark", false).Value));

    [Fact]
    public void Three_clicks_lead_back() => Assert.Equal(ThemeChoice.Default, ThemeChoice.Default.Next.Next.Next);
}
