using System.Xml.Linq;
using TrmLab.Core.Results;

namespace TrmLab.Core.Tests.Results;

public sealed class ReportDocumentTests
{
    private const string Hostile = "<script>alert('x')</script> | a*b_c [l](javascript:x)\n# \"q\" & `c`";

    [Fact]
    public void Html_is_escaped_and_well_formed()
    {
        var html = Document().ToHtml();
        Assert.DoesNotContain("<script", html);
        var page = XDocument.Parse(html.Replace("<!DOCTYPE html>\n", "").Replace("<meta charset=\"utf-8\">", "<meta/>").Replace("&#39;", "'").Replace("&quot;", "\""));
        Assert.Equal(Hostile, page.Descendants("h1").Single().Value);
        Assert.Equal(Hostile, page.Descendants("li").First().Value);
        Assert.Equal([Hostile, "1"], page.Descendants("td").Select(c => c.Value));
    }

    [Fact]
    public void Markdown_is_escaped_and_keeps_its_lines()
    {
        var markdown = Document().ToMarkdown();
        Assert.DoesNotContain("\n# \"q", markdown);
        Assert.DoesNotContain("<script>", markdown.Replace("\\<", ""));
        var table = markdown.Split('\n').Where(l => l.StartsWith('|')).ToArray();
        Assert.Equal(3, table.Length);
        Assert.All(table, l => Assert.Equal(3, l.Replace("\\|", "").Count(c => c == '|')));
        Assert.StartsWith("# ", markdown);
        Assert.EndsWith("\n", markdown);
    }

    [Fact]
    public void Rows_of_another_length_are_refused() =>
        Assert.Throws<ArgumentException>(() => new ReportDocument("t").Table(["a", "b"], [["1"]]));

    private static ReportDocument Document() => new ReportDocument(Hostile)
        .Heading(Hostile).Paragraph(Hostile).Bullets([Hostile, "b"]).Table(["a", Hostile], [[Hostile, "1"]]);
}
