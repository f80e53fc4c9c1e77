using TrmLab.Core;
using TrmLab.Web.Hosting;

namespace TrmLab.Web.Tests.Hosting;

public sealed class ServerLockTests : IDisposable
{
    private readonly LabData _data = new(Directory.CreateTempSubdirectory("trmlab-test-").FullName);

    public void Dispose() => Directory.Delete(_data.Root, recursive: true);

    [Fact]
    public void A_second_dashboard_is_refused_and_told_of_the_first()
    {
        using var first = ServerLock.Take(_data);
        first.Announce("http://127.0.0.1:5080");
        var refusal = Assert.Throws<InputException>(() => ServerLock.Take(_data));
        Assert.Contains("http://127.0.0.1:5080", refusal.Message);
        Assert.Contains(Environment.ProcessId.ToString(), refusal.Message);
    }

    [Fact]
    public void After_the_first_is_gone_the_folder_is_free()
    {
        ServerLock.Take(_data).Dispose();
        ServerLock.Take(_data).Dispose();
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named()
    {
        var file = Path.Combine(_data.Root, "file");
        File.WriteAllText(file, "");
        Assert.Contains(file, Assert.Throws<InputException>(() => ServerLock.Take(new LabData(Path.Combine(file, "data")))).Message);
    }
}
