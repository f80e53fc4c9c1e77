using TrmLab.Core;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Supervision;

public sealed class RunFolderTests
{
    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../runs")]
    [InlineData("/etc")]
    [InlineData("a/b")]
    [InlineData(".hidden")]
    public void An_id_that_is_a_path_is_refused(string id)
    {
        using var lab = new TestLab();
        Assert.Throws<InputException>(() => lab.Folder.Of(id));
    }
}
