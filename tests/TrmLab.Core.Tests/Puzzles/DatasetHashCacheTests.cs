using TrmLab.Core.Puzzles;

namespace TrmLab.Core.Tests.Puzzles;

public sealed class DatasetHashCacheTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly DatasetHashCache _cache;
    private readonly string _hash;
    private int _readings;

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
    public void A_hash_is_kept_and_the_data_are_read_once()
    {
        Assert.Equal((_hash, 1), (HashOf(_cache), _readings));
        Assert.Equal((_hash, 1), (HashOf(_cache), _readings));
        // Another program at the same data folder.
        Assert.Equal((_hash, 1), (HashOf(new DatasetHashCache(_folder["lab"], leastKept: 1)), _readings));
        Assert.Single(Directory.GetFiles(Hashes));
    }

    [Fact]
    public void Each_directory_has_a_hash_of_its_own()
    {
        HashOf(_cache);
        SmallDataset.Write(_folder["other"], SmallDataset.Form with { VocabularySize = 6 });
        Assert.Equal(DatasetHash.OfDirectory(_folder["other"]), _cache.HashOf(_folder["other"]));
        Assert.Equal((_hash, 1), (HashOf(_cache), _readings));
        Assert.Equal(2, Directory.GetFiles(Hashes).Length);
    }

    [Fact]
    public void A_changed_file_makes_it_void()
    {
        HashOf(_cache);
        var bytes = File.ReadAllBytes(Inputs);
        bytes[^1] = 3;
        File.WriteAllBytes(Inputs, bytes);
        File.SetLastWriteTimeUtc(Inputs, DateTime.UtcNow.AddMinutes(1));
        var changed = DatasetHash.OfDirectory(Data);
        Assert.NotEqual(_hash, changed);
        Assert.Equal((changed, 2), (HashOf(_cache), _readings));
        Assert.Equal((changed, 2), (HashOf(_cache), _readings));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not JSON")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"Directory":"elsewhere","Fingerprint":"a","Hash":"b"}""")]
    public void A_damaged_entry_is_read_anew_and_replaced(string content)
    {
        HashOf(_cache);
        File.WriteAllText(Assert.Single(Directory.GetFiles(Hashes)), content);
        Assert.Equal((_hash, 2), (HashOf(_cache), _readings));
        Assert.Equal((_hash, 2), (HashOf(_cache), _readings));
    }

    [Fact]
    public void Small_data_are_not_kept()
    {
        var bytes = DatasetFingerprint.Bytes(Data);
        Assert.Equal((_hash, 0), (HashOf(new DatasetHashCache(_folder["lab"], bytes + 1)), _readings));
        Assert.Equal((_hash, 0), (HashOf(new DatasetHashCache(_folder["lab"])), _readings));
        Assert.False(Directory.Exists(_folder["lab"]));
        Assert.Equal((_hash, 1), (HashOf(new DatasetHashCache(_folder["lab"], bytes)), _readings));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_only_costs_time()
    {
        Directory.CreateDirectory(_folder["lab"]);
        File.WriteAllText(_folder["lab/cache"], "in the way");
        Assert.Equal((_hash, 1), (HashOf(_cache), _readings));
        Assert.Equal((_hash, 2), (HashOf(_cache), _readings));
    }

    private string HashOf(DatasetHashCache cache) => cache.HashOf(Data, bytes =>
    {
        Assert.Equal(DatasetFingerprint.Bytes(Data), bytes);
        _readings++;
    });
}
