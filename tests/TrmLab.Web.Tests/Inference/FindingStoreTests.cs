using TrmLab.Core;
using TrmLab.Web.Inference;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Inference;

public sealed class FindingStoreTests : IDisposable
{
    private readonly TestLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void FindingsAreKeptNewestFirstAndForgotten()
    {
        var store = new FindingStore(_lab.Data);
        Assert.Empty(store.All());
        var first = store.Save(" one ", "explorer?i=1", "t", "f", "data:image/png;base64,AAAA");
        var second = store.Save("two", "explorer?i=2", "t", "f", new string('x', 300_000));
        File.WriteAllText(Path.Combine(_lab.Data.Root, "findings", "zzz.json"), "not a finding");

        Assert.Equal(["one", "two"], store.All().Select(f => f.Note).Order());
        Assert.Equal("data:image/png;base64,AAAA", store.All().Single(f => f.Id == first.Id).Picture);
        Assert.Null(store.All().Single(f => f.Id == second.Id).Picture);
        store.Delete(first.Id);
        store.Restore(first);
        Assert.Contains(first, store.All());
        store.Delete(first.Id);
        store.Delete("../findings/" + second.Id);
        Assert.Equal([second.Id], store.All().Select(f => f.Id));
    }

    [Fact]
    public void ForeignAddressesAndLongNotesAreRefused()
    {
        var store = new FindingStore(_lab.Data);
        Assert.Throws<InputException>(() => store.Save("", "https://elsewhere", "t", "f", null));
        Assert.Throws<InputException>(() => store.Save(new string('x', 5000), "explorer", "t", "f", null));
    }
}
