using System.Buffers.Binary;
using System.Text;
using TrmLab.Core;
using TrmLab.Trainer.Checkpoints;
using TrmLab.Trainer.Checkpoints.Arrays;

namespace TrmLab.Trainer.Tests.Checkpoints;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("trmlab-safetensors-");

    private string Target => Path.Combine(_directory.FullName, "weights.safetensors");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Every_element_type_survives_a_round_trip()
    {
        NamedArray[] arrays =
        [
            NamedArray.Of("single", [2, 3], [1f, -2f, float.NaN, float.NegativeInfinity, 1e-45f, 0.1f]),
            NamedArray.Of("double", [2], [Math.PI, double.MaxValue]),
            NamedArray.Of("long", [], [long.MinValue]),
            NamedArray.Of("int", [1, 1, 2], [int.MaxValue, -1]),
            NamedArray.Of("byte", [3], new byte[] { 0, 1, 255 }),
            NamedArray.Of("empty", [0, 4], Array.Empty<float>()),
            new NamedArray("bool", ElementType.BOOL, [2], new MemoryBytes(new byte[] { 0, 1 })),
            new NamedArray("half", ElementType.F16, [2], new MemoryBytes(new byte[] { 0x00, 0x3c, 0x01, 0x00 })),
            new NamedArray("brain", ElementType.BF16, [2], new MemoryBytes(new byte[] { 0x80, 0x3f, 0xc0, 0xff })),
        ];

        SafetensorsWriter.Save(Target, arrays, new Dictionary<string, string> { ["step"] = "7", ["note"] = "\"quoted\" \u00e4\n" });

        using var file = SafetensorsFile.Open(Target);
        Assert.Equal("\"quoted\" \u00e4\n", file.Metadata["note"]);
        Assert.Equal(arrays.Length, file.Arrays.Count);
        foreach (var array in arrays)
        {
            Assert.Equal(array.ToString(), file[array.Name].ToString());
            Assert.Equal(BytesOf(array), BytesOf(file[array.Name]));
        }

        Assert.Equal([1f, 5.9604645e-08f], file["half"].ToSingles());
        Assert.Equal([1f, float.NaN], file["brain"].ToSingles());
    }

    [Fact]
    public void The_bytes_do_not_depend_on_the_order_given_and_arrays_are_aligned()
    {
        NamedArray[] arrays = [NamedArray.Of("a", [1], new byte[] { 1 }), NamedArray.Of("c", [1], [2f]), NamedArray.Of("b", [1], [3L])];

        var digest = SafetensorsWriter.Save(Target, arrays);
        var again = SafetensorsWriter.Save(Target, arrays.Reverse());

        Assert.Equal(digest, again);
        using var file = SafetensorsFile.Open(Target);
        Assert.Equal(["b", "c", "a"], file.Arrays.Select(array => array.Name));
        Assert.Equal(0, (BinaryPrimitives.ReadInt64LittleEndian(File.ReadAllBytes(Target)) + 8) % 8);
    }

    [Fact]
    public void Two_arrays_of_one_name_are_not_written() =>
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Save(Target, [NamedArray.Of("a", [1], [1f]), NamedArray.Of("a", [1], [2f])]));

    [Fact]
    public void A_file_written_elsewhere_is_read()
    {
        // A header as the format's documentation shows it: own order of keys, padded with spaces.
        Write("""{"b":{"shape":[1,2],"data_offsets":[4,12],"dtype":"F32"},"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}   """, 12);

        using var file = SafetensorsFile.Open(Target);

        Assert.Equal([1, 2], file["b"].Shape);
        Assert.Equal([0f], file["a"].ToSingles());
        Assert.Equal("pt", file.Metadata["format"]);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "overlap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12, "gap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8, "holds 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2500000000],"data_offsets":[0,10000000000]}}""", 8, "describes 10000000000")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "shape [3]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[9223372036854775807,9223372036854775807],"data_offsets":[0,8]}}""", 8, "does not fit")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "bad number")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", 8, "lacks")]
    [InlineData("""{"a":{"dtype":"F32,F16","shape":[2],"data_offsets":[0,8]}}""", 8, "'F32,F16'")]
    [InlineData("""{"a":{"dtype":"I8","shape":[8],"data_offsets":[0,8]}}""", 8, "'I8'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"code":"x"}}""", 8, "unexpected 'code'")]
    [InlineData("""{"a":[[[[[[[[1]]]]]]]]}""", 8, "has StartArray")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "not valid JSON")]
    [InlineData("""{"a":""", 8, "safetensors header")]
    [InlineData("[]", 0, "StartArray")]
    public void A_header_that_lies_is_refused_in_one_line(string header, int dataBytes, string expected)
    {
        Write(header, dataBytes);

        var message = Assert.Throws<InputException>(() => SafetensorsFile.Open(Target)).Message;

        Assert.Contains(expected, message);
        Assert.StartsWith(Target, message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void A_header_length_beyond_the_file_allocates_nothing()
    {
        File.WriteAllBytes(Target, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, (byte)'{', (byte)'}']);
        Assert.Contains("cut off", Assert.Throws<InputException>(() => SafetensorsFile.Open(Target)).Message);

        File.WriteAllBytes(Target, [0x00, 0xe0, 0xf5, 0x05, 0, 0, 0, 0, (byte)'{', (byte)'}']); // 99,999,744
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InputException>(() => SafetensorsFile.Open(Target));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void A_missing_file_a_directory_and_a_missing_array_are_said_plainly()
    {
        Assert.Contains("no such file", Assert.Throws<InputException>(() => SafetensorsFile.Open(Target)).Message);
        Assert.Contains("a directory", Assert.Throws<InputException>(() => SafetensorsFile.Open(_directory.FullName)).Message);
        SafetensorsWriter.Save(Target, [NamedArray.Of("a", [1], [1f])]);
        using var file = SafetensorsFile.Open(Target);
        Assert.Contains("no array 'b'", Assert.Throws<InputException>(() => file["b"]).Message);
    }

    [Fact]
    public void A_file_cut_while_open_is_said_so()
    {
        SafetensorsWriter.Save(Target, [NamedArray.Of("a", [1000], new float[1000])]);
        using var file = SafetensorsFile.Open(Target);
        using (var writer = new FileStream(Target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            writer.SetLength(200);

        Assert.Contains("cut off", Assert.Throws<InputException>(() => file["a"].ToSingles()).Message);
    }

    private static byte[] BytesOf(NamedArray array)
    {
        using var stream = new MemoryStream();
        array.CopyTo(stream);
        return stream.ToArray();
    }

    private void Write(string header, int dataBytes)
    {
        var json = Encoding.UTF8.GetBytes(header);
        var content = new byte[8 + json.Length + dataBytes];
        BinaryPrimitives.WriteInt64LittleEndian(content, json.Length);
        json.CopyTo(content, 8);
        File.WriteAllBytes(Target, content);
    }
}
