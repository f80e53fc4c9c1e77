using MudBlazor;

namespace TrmLab.Web.Components.Layout;

/// <summary>Colours and type of the dashboard: quiet surfaces, one accent, small text; only fonts that the system has.</summary>
public static class LabTheme
{
    private static readonly string[] Fonts = ["Inter", "system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif"];

    /// <summary>The theme for both light and dark.</summary>
    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#2563a8",
            Secondary = "#7a5195",
            Background = "#f5f6f8",
            Surface = "#ffffff",
            AppbarBackground = "#ffffff",
            AppbarText = "#1d232b",
            TextPrimary = "#1d232b",
            TextSecondary = "#5b6470",
            LinesDefault = "#e1e4e8",
            TableLines = "#eceef1",
            Divider = "#e1e4e8",
            Success = "#00805c",
            Warning = "#a86200",
            Error = "#c23b22",
            Info = "#2563a8",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#6ca6e8",
            Secondary = "#c39bd3",
            Background = "#14171c",
            Surface = "#1c2027",
            AppbarBackground = "#1c2027",
            AppbarText = "#e6e9ee",
            TextPrimary = "#e6e9ee",
            TextSecondary = "#9aa4b1",
            LinesDefault = "#2c323b",
            TableLines = "#262b33",
            Divider = "#2c323b",
            Success = "#35b58f",
            Warning = "#e6a23c",
            Error = "#f0806a",
            Info = "#6ca6e8",
            DrawerBackground = "#1c2027",
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Fonts, FontSize = ".8125rem", LineHeight = "1.4", LetterSpacing = "normal" },
            Body1 = new Body1Typography { FontSize = ".8125rem", LineHeight = "1.4", LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontSize = ".75rem", LineHeight = "1.4", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontSize = ".8125rem", TextTransform = "none", LetterSpacing = "normal", FontWeight = "500" },
            Caption = new CaptionTypography { FontSize = ".6875rem", LetterSpacing = "normal" },
            H5 = new H5Typography { FontSize = "1.15rem", FontWeight = "600", LetterSpacing = "normal" },
            H6 = new H6Typography { FontSize = ".95rem", FontWeight = "600", LetterSpacing = "normal" },
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px" },
    };
}
