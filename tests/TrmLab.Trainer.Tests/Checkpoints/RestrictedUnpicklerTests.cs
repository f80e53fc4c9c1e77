using System.Runtime.InteropServices;
using TrmLab.Core;
using TrmLab.Trainer.Checkpoints;

namespace TrmLab.Trainer.Tests.Checkpoints;

public sealed class RestrictedUnpicklerTests : IDisposable
{
    private static readonly byte[] TwelveSingles = MemoryMarshal.AsBytes<float>([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]).ToArray();

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("trmlab-pickle-");

    private string Target => Path.Combine(_directory.FullName, "step_1");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void A_foreign_name_is_refused_by_name_before_anything_is_carried_out()
    {
        // Malformed before and after the foreign name: that it is named shows that nothing was carried out first.
        var pickle = new PickleText().Ops("uuu").Global("os", "system").Text("touch /tmp/owned").Raw(0x85).Ops("R")
            .Global("builtins", "eval").Global("collections", "OrderedDict").Ops(".");

        var message = Refusal(pickle);

        Assert.Contains("'builtins.eval', 'os.system'", message);
        Assert.DoesNotContain("OrderedDict", message);
        Assert.Contains("state_dict()", message);
    }

    [Theory]
    [InlineData("torch._utils", "_rebuild_device_tensor_from_numpy")]
    [InlineData("torch", "CharStorage")]
    [InlineData("collections", "Counter")]
    [InlineData("numpy.core.multiarray", "scalar")]
    [InlineData("argparse", "Namespace")]
    [InlineData("a\u001b[31m\u2028b", "c")]
    public void Only_the_listed_names_pass(string module, string name)
    {
        var message = Refusal(new PickleText().Ops("}").Text("x").Global(module, name).Ops("s."));

        Assert.Contains(name, message);
        Assert.All(message, c => Assert.False(char.IsControl(c) || c == '\u2028'));
    }

    [Theory]
    [InlineData(0x93, "0x93")] // STACK_GLOBAL: names made at run time
    [InlineData((byte)'i', "0x69")] // INST
    [InlineData((byte)'o', "0x6f")] // OBJ
    [InlineData(0x81, "0x81")] // NEWOBJ
    [InlineData(0x82, "0x82")] // EXT1
    [InlineData((byte)'P', "0x50")] // PERSID
    public void Other_instructions_are_refused(byte instruction, string expected) =>
        Assert.Contains(expected, Refusal(new PickleText().Ops("}").Raw(instruction).Ops(".")));

    [Fact]
    public void Other_protocols_are_refused() =>
        Assert.Contains("protocol 4", Refusal(new PickleText().Raw(0x80, 4).Ops("}.")));

    [Theory]
    [InlineData(new long[] { 3, 4 }, new long[] { 4, 1 }, 0, new float[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 })]
    [InlineData(new long[] { 4, 3 }, new long[] { 1, 4 }, 0, new float[] { 0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11 })]
    [InlineData(new long[] { 2, 2 }, new long[] { 4, 2 }, 1, new float[] { 1, 3, 5, 7 })]
    [InlineData(new long[] { 2, 1, 2 }, new long[] { 6, 999, 1 }, 2, new float[] { 2, 3, 8, 9 })]
    [InlineData(new long[] { 3 }, new long[] { 0 }, 5, new float[] { 5, 5, 5 })]
    [InlineData(new long[] { }, new long[] { }, 11, new float[] { 11 })]
    [InlineData(new long[] { 0, 5 }, new long[] { 5, 1 }, 0, new float[] { })]
    public void Strides_and_offsets_are_followed(long[] shape, long[] strides, long offset, float[] expected)
    {
        using var file = Open(PickleText.OneTensor("w", 12, offset, shape, strides), TwelveSingles);

        Assert.Equal(expected, file.Arrays[0].ToSingles());
        Assert.Equal(shape, file.Arrays[0].Shape);
    }

    [Fact]
    public void A_large_transposed_weight_comes_out_right_a_block_at_a_time()
    {
        const int rows = 700, columns = 1100;
        var stored = Enumerable.Range(0, rows * columns).Select(i => (float)i).ToArray();
        using var file = Open(PickleText.OneTensor("w", stored.Length, 0, [columns, rows], [1, columns]), MemoryMarshal.AsBytes<float>(stored).ToArray());
        using var copied = new MemoryStream();

        file.Arrays[0].CopyTo(copied);

        var values = MemoryMarshal.Cast<byte, float>(copied.ToArray());
        for (var i = 0; i < values.Length; i++)
            Assert.Equal(stored[(i % rows * columns) + (i / rows)], values[i]);
    }

    [Fact]
    public void Storages_may_be_shared_and_dictionaries_nested_and_carry_metadata()
    {
        var pickle = new PickleText().Ops("}(").Text("epoch").Number(3).Text("optimizer").Ops("}").Text("state_dict")
            .Global("collections", "OrderedDict").Ops(")R(")
            .Text("tied.a").Tensor("0", 12, 0, [12], [1])
            .Text("tied.b").Global("torch._utils", "_rebuild_parameter").Ops("(").Tensor("0", 12, 2, [2], [1]).Raw(0x88).Global("collections", "OrderedDict").Ops(")RtR")
            .Ops("u}").Text("_metadata").Global("collections", "OrderedDict").Ops(")Rsbu.");

        using var file = Open(pickle, TwelveSingles);

        Assert.Equal(["tied.a", "tied.b"], file.Arrays.Select(array => array.Name));
        Assert.Equal([2f, 3f], file.Arrays[1].ToSingles());
        Assert.Equal(["passed over, not weights: 'epoch', 'optimizer'", "weights taken from 'state_dict'"], file.Notes);
    }

    [Theory]
    [InlineData("FloatStorage", 12, 0, new long[] { 13 }, new long[] { 1 }, "needs 13")]
    [InlineData("FloatStorage", 12, 1, new long[] { 12 }, new long[] { 1 }, "reaches element 12")]
    [InlineData("FloatStorage", 12, -1, new long[] { 12 }, new long[] { 1 }, "reaches")]
    [InlineData("FloatStorage", 12, 0, new long[] { 3 }, new long[] { 6 }, "reaches element 12")]
    [InlineData("FloatStorage", 12, 0, new long[] { 3 }, new long[] { long.MaxValue }, "reaches")]
    [InlineData("FloatStorage", 12, long.MaxValue, new long[] { 3 }, new long[] { long.MaxValue }, "reaches")]
    [InlineData("FloatStorage", 12, 0, new long[] { 3, 4 }, new long[] { 1 }, "not possible")]
    [InlineData("FloatStorage", 12, 0, new long[] { -3 }, new long[] { 1 }, "from 0 on")]
    [InlineData("FloatStorage", 12, 0, new long[] { long.MaxValue, long.MaxValue, 4 }, new long[] { 0, 0, 0 }, "not possible")]
    [InlineData("FloatStorage", 12, 0, new long[] { 50_000, 50_000 }, new long[] { 0, 0 }, "expanded view")]
    [InlineData("FloatStorage", 13, 0, new long[] { 13 }, new long[] { 1 }, "holds 48 bytes")]
    [InlineData("DoubleStorage", 12, 0, new long[] { 12 }, new long[] { 1 }, "holds 48 bytes")]
    [InlineData("FloatStorage", 2_500_000_000, 0, new long[] { 50_000, 50_000 }, new long[] { 50_000, 1 }, "claims 2500000000 elements")]
    public void A_tensor_that_does_not_fit_its_storage_is_refused_without_memory_for_it(string type, long count, long offset, long[] shape, long[] strides, string expected)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        var message = Refusal(PickleText.OneTensor("w", count, offset, shape, strides, type), TwelveSingles);

        Assert.Contains(expected, message);
        Assert.Contains("tensor", message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void A_storage_that_is_not_in_the_archive_is_named() =>
        Assert.Contains("'0' is not in the archive", Refusal(PickleText.OneTensor("w", 12, 0, [12], [1])));

    [Fact]
    public void Calls_with_other_arguments_are_refused()
    {
        Assert.Contains("RebuildTensor", Refusal(new PickleText().Global("torch._utils", "_rebuild_tensor_v2").Ops(")R.")));
        Assert.Contains("Storage", Refusal(new PickleText().Global("torch", "FloatStorage").Ops(")R.")));
        Assert.Contains("OrderedDictionary", Refusal(new PickleText().Global("collections", "OrderedDict").Number(1).Raw(0x85).Ops("R.")));
        Assert.Contains("not a storage", Refusal(new PickleText().Text("module").Raw(0x85).Ops("Q.")));
    }

    [Theory]
    [InlineData(".")]
    [InlineData("}}.")]
    [InlineData("t.")]
    [InlineData("(}.")]
    [InlineData("}(Na.")]
    [InlineData("}(Nu.")]
    [InlineData("]NNs.")]
    [InlineData("h\u0005.")]
    [InlineData("NNR.")]
    [InlineData("Nq\u0000(R.")]
    public void A_malformed_program_is_refused(string letters) => Assert.Contains("malformed", Refusal(new PickleText().Ops(letters)));

    [Fact]
    public void Size_depth_and_count_are_limited()
    {
        Assert.Contains("nested", Refusal(new PickleText().Ops(new string('(', 1000)).Ops(".")));
        Assert.Contains("instructions", Refusal(new PickleText().Ops(new string('}', 600_000)).Ops(".")));
        Assert.Contains("data.pkl of", Refusal(new PickleText().Raw(new byte[5 << 20])));
        Assert.Contains("a string of 70000 bytes", Refusal(new PickleText().Text(new string('a', 70_000)).Ops(".")));
        Assert.Contains("a string of 4294967295 bytes", Refusal(new PickleText().Ops("X").Raw(255, 255, 255, 255).Ops(".")));
        Assert.Contains("an integer of 200 bytes", Refusal(new PickleText().Raw(0x8a, 200).Raw(new byte[200]).Ops(".")));
        Assert.Contains("follow the end", Refusal(new PickleText().Ops("}.}.")));
        Assert.Contains("ends in the middle", Refusal(new PickleText().Ops("}")));
    }

    [Fact]
    public void A_list_that_contains_itself_does_no_harm() =>
        Assert.Contains("no state dict", Refusal(new PickleText().Ops("]q\u0000h\u0000a.")));

    [Fact]
    public void An_object_without_tensors_says_what_to_save() =>
        Assert.Contains("save model.state_dict()", Refusal(new PickleText().Ops("}").Text("model").Ops("}s.")));

    private string Refusal(PickleText pickle, params byte[][] storages)
    {
        var message = Assert.Throws<InputException>(() => Open(pickle, storages)).Message;
        Assert.StartsWith(Target, message);
        Assert.DoesNotContain('\n', message);
        Assert.True(message.Length < 800);
        return message;
    }

    private IWeightsFile Open(PickleText pickle, params byte[][] storages)
    {
        File.WriteAllBytes(Target, PickleText.Archive(pickle.ToArray(), storages));
        return WeightsFile.Open(Target);
    }
}
