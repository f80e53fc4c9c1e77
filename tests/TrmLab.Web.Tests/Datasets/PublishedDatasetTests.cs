using TrmLab.Core.Configuration;
using TrmLab.Web.Datasets;

namespace TrmLab.Web.Tests.Datasets;

public sealed class PublishedDatasetTests
{
    [Fact]
    public void Every_preset_finds_its_data_among_samples_and_published_sets() => Assert.All(
        Presets.Names.SelectMany(name => Presets.Get(name).DataPaths),
        path => Assert.True(path.StartsWith("samples/", StringComparison.Ordinal) || PublishedDataset.All.Any(set => "datasets/" + set.Name == path), path));

    [Fact]
    public void Each_builds_under_its_own_name_from_one_folder() => Assert.All(PublishedDataset.All, set =>
    {
        Assert.Equal(set.Name, set.Build("folder").Dataset);
        Assert.Single(set.Entries.Select(e => e.Folder).Distinct());
    });
}
