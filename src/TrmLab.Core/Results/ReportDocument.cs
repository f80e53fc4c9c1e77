using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace TrmLab.Core.Results;

/// <summary>A short report: headings, paragraphs, lists and tables of plain text, written as Markdown or as one HTML page. All text is escaped.</summary>
public sealed partial class ReportDocument(string title)
{
    private readonly List<Block> _blocks = [];

    public string Title => title;

    public ReportDocument Heading(string text) => Add(new HeadingBlock(text));

    public ReportDocument Paragraph(string text) => Add(new ParagraphBlock(text));

    public ReportDocument Bullets(IEnumerable<string> items) => Add(new BulletBlock([.. items]));

    /// <param name="headers">One per column.</param>
    /// <param name="rows">As many cells as there are headers.</param>
    public ReportDocument Table(IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows)
    {
        IReadOnlyList<string>[] all = [.. rows];
        return all.All(r => r.Count == headers.Count)
            ? Add(new TableBlock(headers, all))
            : throw new ArgumentException("A row has as many cells as the table has headers.", nameof(rows));
    }

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.Append("# ").Append(Plain(title)).Append("\n\n");
        foreach (var block in _blocks)
        {
            block.Markdown(text);
            text.Append('\n');
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    /// <summary>A page of its own: no scripts, nothing loaded from elsewhere.</summary>
    public string ToHtml()
    {
        var text = new StringBuilder();
        text.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>").Append(Html(title)).Append("</title>\n")
            .Append("<style>body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse}")
            .Append("td,th{border:1px solid #999;padding:.2rem .6rem;text-align:left}</style>\n</head>\n<body>\n<h1>").Append(Html(title)).Append("</h1>\n");
        foreach (var block in _blocks) block.Html(text);
        return text.Append("</body>\n</html>\n").ToString();
    }

    // Markdown's own signs lose their meaning; line ends become spaces, since cells and items are one line.
    private static string Plain(string text) => MarkdownSigns().Replace(LineEnds().Replace(text, " "), @"\$0");

    private static string Html(string text) => WebUtility.HtmlEncode(text);

    private ReportDocument Add(Block block)
    {
        _blocks.Add(block);
        return this;
    }

    [GeneratedRegex(@"[\\`*_\[\]<>#|~&]")]
    private static partial Regex MarkdownSigns();

    [GeneratedRegex(@"[\r\n\v\f\u0085\u2028\u2029]+")]
    private static partial Regex LineEnds();

    private abstract record Block
    {
        public abstract void Markdown(StringBuilder to);

        public abstract void Html(StringBuilder to);
    }

    private sealed record HeadingBlock(string Text) : Block
    {
        public override void Markdown(StringBuilder to) => to.Append("## ").Append(Plain(Text)).Append('\n');

        public override void Html(StringBuilder to) => to.Append("<h2>").Append(ReportDocument.Html(Text)).Append("</h2>\n");
    }

    private sealed record ParagraphBlock(string Text) : Block
    {
        public override void Markdown(StringBuilder to) => to.Append(Plain(Text)).Append('\n');

        public override void Html(StringBuilder to) => to.Append("<p>").Append(ReportDocument.Html(Text)).Append("</p>\n");
    }

    private sealed record BulletBlock(IReadOnlyList<string> Items) : Block
    {
        public override void Markdown(StringBuilder to)
        {
            foreach (var item in Items) to.Append("- ").Append(Plain(item)).Append('\n');
        }

        public override void Html(StringBuilder to)
        {
            to.Append("<ul>\n");
            foreach (var item in Items) to.Append("<li>").Append(ReportDocument.Html(item)).Append("</li>\n");
            to.Append("</ul>\n");
        }
    }

    private sealed record TableBlock(IReadOnlyList<string> Headers, IReadOnlyList<IReadOnlyList<string>> Rows) : Block
    {
        public override void Markdown(StringBuilder to)
        {
            Line(to, Headers.Select(Plain));
            Line(to, Headers.Select(_ => "---"));
            foreach (var row in Rows) Line(to, row.Select(Plain));
        }

        public override void Html(StringBuilder to)
        {
            to.Append("<table>\n<thead>").Append(Row(Headers, "th")).Append("</thead>\n<tbody>\n");
            foreach (var row in Rows) to.Append(Row(row, "td")).Append('\n');
            to.Append("</tbody>\n</table>\n");
        }

        private static void Line(StringBuilder to, IEnumerable<string> cells) => to.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

        private static string Row(IEnumerable<string> cells, string tag) =>
            "<tr>" + string.Concat(cells.Select(c => $"<{tag}>{ReportDocument.Html(c)}</{tag}>")) + "</tr>";
    }
}
