using TrmLab.Core.Puzzles;

namespace TrmLab.Core.Tests.Puzzles;

public sealed class DatasetHashCacheTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly DatasetHashCache _cache;
    private readonly string _hash;

    public DatasetHashCacheTests()
    {
        SmallDataset.Write(Data);
        _cache = new DatasetHashCache(_folder["lab"], leastKept: 1);
        _hash = DatasetHash.OfDirectory(Data);
    }

    private string Data => _folder["data"];

    private string Inputs => _folder["data/test/all__inputs.npy"];

    private string Hashes => _folder["lab/cache/hashes"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_hash_is_kept_and_the_data_are_not_read_again()
    {
        Assert.Null(_cache.Known(Data));
        Assert.Equal(_hash, _cache.HashOf(Data));
        // Another program at the same data folder.
        Assert.Equal(_hash, new DatasetHashCache(_folder["lab"], leastKept: 1).Known(Data));
        Assert.Single(Directory.GetFiles(Hashes));
        // Whatever was kept is believed: nothing is read for it.
        _cache.Keep(Data, DatasetFingerprint.Of(Data), "found elsewhere");
        Assert.Equal("found elsewhere", _cache.HashOf(Data));
    }

    [Fact]
    public void Each_directory_has_a_hash_of_its_own()
    {
        _cache.HashOf(Data);
        SmallDataset.Write(_folder["other"], SmallDataset.Form with { VocabularySize = 6 });
        Assert.Equal(DatasetHash.OfDirectory(_folder["other"]), _cache.HashOf(_folder["other"]));
        Assert.Equal(_hash, _cache.HashOf(Data));
        Assert.Equal(2, Directory.GetFiles(Hashes).Length);
    }

    [Fact]
    public void A_changed_file_makes_it_void()
    {
        _cache.HashOf(Data);
        Change(Inputs);
        Assert.Null(_cache.Known(Data));
        var changed = DatasetHash.OfDirectory(Data);
        Assert.NotEqual(_hash, changed);
        Assert.Equal(changed, _cache.HashOf(Data));
        Assert.Equal(changed, _cache.Known(Data));
    }

    [Fact]
    public void A_file_behind_a_link_counts_as_if_it_lay_there()
    {
        var bytes = DatasetFingerprint.Bytes(Data);
        File.Move(Inputs, _folder["far"]);
        File.CreateSymbolicLink(Inputs, _folder["far"]);
        Assert.Equal(bytes, DatasetFingerprint.Bytes(Data));
        _cache.HashOf(Data);
        Change(_folder["far"]);
        Assert.Null(_cache.Known(Data));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not JSON")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"Directory":"elsewhere","Fingerprint":"a","Hash":"b"}""")]
    public void A_damaged_entry_is_replaced(string content)
    {
        _cache.HashOf(Data);
        File.WriteAllText(Assert.Single(Directory.GetFiles(Hashes)), content);
        Assert.Null(_cache.Known(Data));
        Assert.Equal(_hash, _cache.HashOf(Data));
        Assert.Equal(_hash, _cache.Known(Data));
    }

    [Fact]
    public void Small_data_are_not_kept()
    {
        var bytes = DatasetFingerprint.Bytes(Data);
        Assert.Equal(_hash, new DatasetHashCache(_folder["lab"], bytes + 1).HashOf(Data));
        Assert.Equal(_hash, new DatasetHashCache(_folder["lab"]).HashOf(Data));
        new DatasetHashCache(_folder["lab"]).Keep(Data, DatasetFingerprint.Of(Data), _hash);
        Assert.False(Directory.Exists(_folder["lab"]));
        Assert.Equal(_hash, new DatasetHashCache(_folder["lab"], bytes).HashOf(Data));
        Assert.Single(Directory.GetFiles(Hashes));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_only_costs_time()
    {
        Directory.CreateDirectory(_folder["lab"]);
        File.WriteAllText(_folder["lab/cache"], "in the way");
        Assert.Equal(_hash, _cache.HashOf(Data));
        Assert.Equal(_hash, _cache.HashOf(Data));
    }

    private static void Change(string file)
    {
        var bytes = File.ReadAllBytes(file);
        bytes[^1] = 3;
        File.WriteAllBytes(file, bytes);
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(1));
    }
}
