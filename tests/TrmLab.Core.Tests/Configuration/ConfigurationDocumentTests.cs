using TrmLab.Core.Configuration;

namespace TrmLab.Core.Tests.Configuration;

public sealed class ConfigurationDocumentTests
{
    [Fact]
    public void The_documentation_lists_every_field_as_it_is()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "TrmLab.sln"))) root = root.Parent;
        Assert.SkipWhen(root is null, "needs the checkout");
        var document = File.ReadAllText(Path.Combine(root.FullName, "docs", "configuration.md"));
        Assert.True(document.Contains(ConfigFields.ToMarkdown(), StringComparison.Ordinal), "docs/configuration.md is out of date: replace its table by the output of `trmlab train --fields`");
    }
}
