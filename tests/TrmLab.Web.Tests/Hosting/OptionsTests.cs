using TrmLab.Web.Hosting;

namespace TrmLab.Web.Tests.Hosting;

public sealed class OptionsTests
{
    [Fact]
    public void The_defaults_are_valid() => Assert.True(new LabOptionsRules().Validate(null, new LabOptions()).Succeeded);

    [Fact]
    public void What_cannot_work_is_refused_with_its_name()
    {
        var result = new LabOptionsRules().Validate(null, new LabOptions { TrainerPath = "/nowhere", Token = "short", TailIntervalMilliseconds = 0 });
        Assert.Contains("Lab:TrainerPath", result.FailureMessage);
        Assert.Contains("Lab:Token", result.FailureMessage);
        Assert.Contains("Lab:TailIntervalMilliseconds", result.FailureMessage);
    }

    [Fact]
    public void Data_paths_mean_the_data_folder_first()
    {
        var root = Directory.CreateTempSubdirectory("trmlab-test-").FullName;
        var data = new LabData(root);
        Directory.CreateDirectory(Path.Combine(root, "datasets", "mine"));
        Assert.Equal(Path.Combine(root, "datasets", "mine"), data.Resolve("datasets/mine"));
        Assert.Equal(Path.Combine(root, "datasets", "absent"), data.Resolve("datasets/absent"));
        Assert.Equal("/elsewhere", data.Resolve("/elsewhere"));
        Directory.Delete(root, recursive: true);
    }
}
