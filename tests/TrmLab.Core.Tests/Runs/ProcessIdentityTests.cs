using TrmLab.Core.Runs;

namespace TrmLab.Core.Tests.Runs;

public sealed class ProcessIdentityTests
{
    [Fact]
    public void This_process_is_alive_and_another_of_the_same_id_is_not()
    {
        var self = ProcessIdentity.Current;
        Assert.True(self.IsAlive());
        Assert.False((self with { Started = self.Started - 60_000 }).IsAlive());
        Assert.False((self with { BootId = "another boot" }).IsAlive());
        Assert.False((self with { Host = "another machine" }).IsAlive());
        Assert.False((self with { Pid = int.MaxValue }).IsAlive());
    }
}
