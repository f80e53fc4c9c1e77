using System.Diagnostics;
using TrmLab.Web.Hosting;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Tests.Supervision;

public sealed class ChildEnvironmentTests
{
    [Fact]
    public void Trainers_and_workers_inherit_no_setting_of_the_dashboard()
    {
        var start = new ProcessStartInfo("x");
        start.Environment["Lab__Token"] = "secret-0123456789";
        start.Environment["LAB__VIEWTOKEN"] = "secret-0123456789";
        start.Environment["ASPNETCORE_URLS"] = "http://*:80";
        start.Environment["Kestrel__Certificates__Default__Password"] = "secret-0123456789";
        start.Environment["ConnectionStrings__Index"] = "Password=secret-0123456789";
        start.Environment["OMP_NUM_THREADS"] = "2";

        ChildEnvironment.Set(start, new LabData("/somewhere"));

        Assert.DoesNotContain(start.Environment, v => v.Value is not null && v.Value.Contains("secret-", StringComparison.Ordinal));
        Assert.DoesNotContain("ASPNETCORE_URLS", start.Environment.Keys);
        Assert.Equal("2", start.Environment["OMP_NUM_THREADS"]);
        Assert.Equal("/somewhere", start.Environment["TRMLAB_DATA"]);
    }
}
