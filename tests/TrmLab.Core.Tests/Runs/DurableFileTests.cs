using System.Security.Cryptography;
using TrmLab.Core.Runs;

namespace TrmLab.Core.Tests.Runs;

public sealed class DurableFileTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("trmlab-durable-");

    private string Target => Path.Combine(_directory.FullName, "file.txt");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Replaces_the_content_and_returns_its_digest()
    {
        File.WriteAllText(Target, "a longer old content");

        var digest = DurableFile.WriteText(Target, "new");

        Assert.Equal("new", File.ReadAllText(Target));
        Assert.Equal(new FileDigest(3, Convert.ToHexStringLower(SHA256.HashData("new"u8))), digest);
        Assert.Equal(FileDigest.Of(Target), digest);
        Assert.Single(_directory.GetFiles());
    }

    [Fact]
    public void Leaves_the_old_content_and_no_temporary_file_when_writing_fails()
    {
        File.WriteAllText(Target, "old");

        Assert.Throws<IOException>(() => DurableFile.Write(Target, stream =>
        {
            stream.Write("half"u8);
            throw new IOException("No space left on device");
        }));

        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Single(_directory.GetFiles());
    }

    [Fact]
    public void A_reader_never_sees_a_partial_file()
    {
        DurableFile.Write(Target, stream => stream.Write(new byte[100_000]));

        DurableFile.Write(Target, stream =>
        {
            for (var i = 0; i < 10; i++)
            {
                stream.Write(new byte[10_000]);
                stream.Flush();
                Assert.Equal(100_000, new FileInfo(Target).Length);
            }

            stream.WriteByte(1);
        });

        Assert.Equal(100_001, new FileInfo(Target).Length);
    }

    [Fact]
    public void The_digest_of_many_small_writes_is_that_of_the_whole()
    {
        var content = new byte[5000];
        new Random(1).NextBytes(content);

        var digest = DurableFile.Write(Target, stream =>
        {
            foreach (var chunk in content.Chunk(77))
                stream.Write(chunk, 0, chunk.Length);
        });

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), digest.Sha256);
        Assert.Equal(content, File.ReadAllBytes(Target));
    }
}
