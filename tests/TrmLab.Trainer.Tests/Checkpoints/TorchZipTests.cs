using TrmLab.Trainer.Checkpoints;
using TrmLab.Trainer.Checkpoints.Arrays;
using TrmLab.Trainer.Checkpoints.Torch;

namespace TrmLab.Trainer.Tests.Checkpoints;

public sealed class TorchZipTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("trmlab-torch-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("trm_mlp_t", "_orig_mod.model.inner.", ElementType.F32)]
    [InlineData("trm_attn_rope", "model.inner.", ElementType.BF16)]
    public void A_golden_checkpoint_holds_the_archives_weights(string name, string prefix, ElementType initialStates)
    {
        var expected = GoldenWeights.Of(SharedData.Golden($"model/{name}.zip"));

        using var file = WeightsFile.Open(SharedData.Golden($"checkpoints/{name}_step_100"));

        var read = file.Arrays.ToDictionary(array => array.Name[prefix.Length..]);
        Assert.All(file.Arrays, array => Assert.StartsWith(prefix, array.Name));
        Assert.Equal(expected.Keys.Order(), read.Keys.Order());
        foreach (var (key, array) in read)
        {
            Assert.Equal(expected[key].Shape, array.Shape);
            var values = array.Type == ElementType.BF16 ? NamedArray.Of(key, array.Shape, expected[key].Values).As(ElementType.BF16).ToSingles() : expected[key].Values;
            Assert.Equal(values, array.ToSingles());
        }

        Assert.Equal(initialStates, read["H_init"].Type);
        Assert.Equal(initialStates, read["L_init"].Type);
    }

    [Theory]
    [InlineData("trm_mlp_t_step_100")]
    [InlineData("trm_attn_rope_step_100")]
    public void A_state_dict_written_again_has_the_bytes_that_torch_save_wrote(string name)
    {
        var golden = SharedData.Golden($"checkpoints/{name}");
        var copy = Path.Combine(_directory.FullName, name);
        using (var file = WeightsFile.Open(golden))
            TorchZipWriter.Save(copy, file.Arrays);

        // All members but the fingerprint, which torch.save writes last: equal to the byte, alignment and checksums included.
        var expected = File.ReadAllBytes(golden);
        var written = File.ReadAllBytes(copy);
        var members = written.AsSpan().IndexOf("PK\x01\x02"u8);
        Assert.True(members > 200_000);
        Assert.True(expected.AsSpan(0, members).SequenceEqual(written.AsSpan(0, members)));
        Assert.Equal(".data/serialization_id", System.Text.Encoding.ASCII.GetString(expected.AsSpan(members + 31 + name.Length, 22)));
    }

    [Fact]
    public void Every_element_type_and_many_tensors_survive_a_round_trip()
    {
        var arrays = Enumerable.Range(0, 2001).Select(i => NamedArray.Of($"w{i}", [i % 3, 2], Enumerable.Range(i, i % 3 * 2).Select(v => (float)v).ToArray())).ToList();
        arrays.Add(NamedArray.Of("scalar", [], [1.5f]));
        arrays.Add(NamedArray.Of("deep", [1, 2, 1, 3, 1], new long[6]));
        arrays.Add(NamedArray.Of("double", [300], new double[300]));
        arrays.Add(NamedArray.Of("int", [70_000], Enumerable.Range(0, 70_000).ToArray()));
        arrays.Add(NamedArray.Of("byte", [3], new byte[] { 1, 2, 3 }));
        arrays.Add(new NamedArray("bool", ElementType.BOOL, [2], new MemoryBytes(new byte[] { 0, 1 })));
        arrays.Add(NamedArray.Of("half", [2], [1f, 2f]).As(ElementType.BF16));
        var path = Path.Combine(_directory.FullName, "many.pt");

        TorchZipWriter.Save(path, arrays);

        using var file = WeightsFile.Open(path);
        Assert.Equal(arrays.Select(array => array.ToString()), file.Arrays.Select(array => array.ToString()));
        foreach (var (expected, read) in arrays.Zip(file.Arrays))
            Assert.Equal(Bytes(expected), Bytes(read));
    }

    private static byte[] Bytes(NamedArray array)
    {
        using var stream = new MemoryStream();
        array.CopyTo(stream);
        return stream.ToArray();
    }
}
