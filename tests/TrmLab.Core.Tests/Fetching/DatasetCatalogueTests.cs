using TrmLab.Core.Fetching;

namespace TrmLab.Core.Tests.Fetching;

public class DatasetCatalogueTests
{
    [Fact]
    public void TheDataSetsOfThePaperAreThere() =>
        Assert.Equal(["sudoku-extreme", "maze-hard", "arc1", "arc2", "concept"], DatasetCatalogue.Entries.Select(entry => entry.Name));

    [Fact]
    public void AddressesAreThePublishersOrAMirrorsWithTheSamePath()
    {
        CatalogueFile sudoku = DatasetCatalogue.Find("sudoku-extreme").Files[0];
        Assert.Equal("https://huggingface.co/datasets/sapientinc/sudoku-extreme/resolve/main/train.csv", sudoku.Address(null).AbsoluteUri);
        Assert.Equal("https://mirror.example/hf/datasets/sapientinc/sudoku-extreme/resolve/main/train.csv", sudoku.Address(new Uri("https://mirror.example/hf")).AbsoluteUri);
        Assert.All(DatasetCatalogue.Find("arc2").Files, file => Assert.StartsWith("https://raw.githubusercontent.com/", file.Address(null).AbsoluteUri));
    }

    [Fact]
    public void AnUnknownNameListsTheKnownOnes() =>
        Assert.Contains("there are sudoku-extreme, maze-hard, arc1, arc2, concept", Assert.Throws<InputException>(() => DatasetCatalogue.Find("arc3")).Message);

    [Fact]
    public void ARecordThatIsNoJsonIsNamed()
    {
        using var folder = new TemporaryDirectory();
        File.WriteAllText(folder[FetchRecord.FileName], "{");
        Assert.Contains("no valid JSON", Assert.Throws<InputException>(() => FetchRecord.Load(folder.Root)).Message);
    }
}
