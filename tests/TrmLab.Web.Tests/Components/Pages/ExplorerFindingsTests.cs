using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using TrmLab.Web.Components.Pages;
using TrmLab.Web.Inference;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Components.Pages;

public sealed class ExplorerFindingsTests : PageTest
{
    public ExplorerFindingsTests() => Services.AddSingleton<FindingStore>();

    [Fact]
    public void A_deleted_finding_can_be_taken_back()
    {
        var store = Services.GetRequiredService<FindingStore>();
        var finding = store.Save("worth keeping", "explorer?i=1", "Puzzle 1", "f", null);
        var page = Render<ExplorerFindings>();
        page.Press("[aria-label^=Delete]");
        Assert.Empty(page.FindAll("article"));
        Assert.Empty(store.All());

        var messages = Render<MudSnackbarProvider>();
        messages.Press(".mud-snackbar-content-action button");
        Assert.Equal([finding], store.All());
        page.WaitForAssertion(() => Assert.Contains("worth keeping", page.Find("article").TextContent));
    }
}
