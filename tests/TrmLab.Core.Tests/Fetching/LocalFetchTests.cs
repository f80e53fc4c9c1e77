using System.IO.Compression;
using TrmLab.Core.Fetching;
using TrmLab.Core.Puzzles.Arc;

namespace TrmLab.Core.Tests.Fetching;

public sealed class LocalFetchTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly CatalogueEntry _entry = new("set", "set", "", "", [new("train.csv", FetchHost.HuggingFace, "x/train.csv"), new("test.csv", FetchHost.HuggingFace, "x/test.csv")]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AFolderOfFilesIsTakenUnpackedAndRecorded()
    {
        Directory.CreateDirectory(_folder["usb"]);
        File.WriteAllText(_folder["usb/train.csv"], "abc");
        using (var gz = new GZipStream(File.Create(_folder["usb/test.csv.gz"]), CompressionLevel.Fastest))
            gz.Write("defg"u8);
        FetchRecord record = await Fetch(_entry, _folder["usb"]);
        Assert.Equal("abc", File.ReadAllText(_folder["out/train.csv"]));
        Assert.Equal("defg", File.ReadAllText(_folder["out/test.csv"]));
        Assert.Equal([3, 4], record.Files.Select(file => file.Bytes));
        Assert.Equal(_folder["usb/test.csv.gz"], record.Find("test.csv")!.Source);
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", record.Find("train.csv")!.Sha256);
    }

    [Fact]
    public async Task AbsentOrDamagedSourcesAreNamed()
    {
        Assert.Contains("no such file or folder", await Refused(_folder["gone"]));
        Directory.CreateDirectory(_folder["usb"]);
        Assert.Contains("there is no train.csv (or .gz) in this folder; 'set' consists of train.csv, test.csv", await Refused(_folder["usb"]));
        File.WriteAllText(_folder["usb/train.csv"], "abc");
        Assert.Contains("give the folder that holds them", await Refused(_folder["usb/train.csv"]));
        File.WriteAllText(_folder["usb/test.csv.gz"], "not compressed");
        Assert.Contains("cannot be read", await Refused(_folder["usb"]));
        Assert.False(File.Exists(_folder["out/test.csv"]));
        Assert.NotNull(FetchRecord.Load(_folder["out"]).Find("train.csv"));
    }

    [Fact]
    public async Task TheArcFilesHaveTheHashesOfTheCatalogueAndShareAFolder()
    {
        string local = SharedData.Data("arc/combined");
        foreach (string name in new[] { "arc1", "arc2", "concept" })
            await Fetch(DatasetCatalogue.Find(name), local);
        FetchRecord record = FetchRecord.Load(_folder["out"]);
        Assert.Equal(10, record.Files.Count);
        foreach (CatalogueFile file in DatasetCatalogue.Entries.SelectMany(entry => entry.Files).Where(file => file.Sha256 is not null))
            Assert.Equal((file.Bytes, file.Sha256), (record.Find(file.Name)!.Bytes, record.Find(file.Name)!.Sha256));
        Assert.Equal(160, new ArcSubsetSource("concept", _folder["out"]).Read().Tasks.Count);
    }

    private async Task<FetchRecord> Fetch(CatalogueEntry entry, string source)
    {
        using var fetcher = new DataFetcher(new FetchOptions { LocalSource = source });
        return await fetcher.FetchAsync(entry, _folder["out"]);
    }

    private async Task<string> Refused(string source) => (await Assert.ThrowsAsync<InputException>(() => Fetch(_entry, source))).Message;
}
