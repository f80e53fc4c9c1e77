using TorchSharp;
using TrmLab.Core;
using TrmLab.Trainer.Checkpoints;
using TrmLab.Trainer.Checkpoints.Arrays;

namespace TrmLab.Trainer.Tests.Checkpoints;

public sealed class TensorArraysTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("trmlab-tensors-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData(torch.ScalarType.Float32)]
    [InlineData(torch.ScalarType.BFloat16)]
    [InlineData(torch.ScalarType.Float16)]
    [InlineData(torch.ScalarType.Float64)]
    [InlineData(torch.ScalarType.Int64)]
    [InlineData(torch.ScalarType.Int32)]
    [InlineData(torch.ScalarType.Byte)]
    [InlineData(torch.ScalarType.Bool)]
    public void A_tensor_comes_back_from_a_file_with_the_same_bits(torch.ScalarType type)
    {
        using var scope = torch.NewDisposeScope();
        var tensor = torch.randint(0, 2, [1000, 700]).to_type(type);
        var path = Path.Combine(_directory.FullName, "file");
        SafetensorsWriter.Save(path, [TensorArrays.Of("t", tensor)]);

        using var file = SafetensorsFile.Open(path);
        var read = file["t"].ToTensor();

        Assert.Equal(type, read.dtype);
        Assert.True(tensor.Equals(read));
    }

    [Fact]
    public void A_parameter_and_a_transposed_view_are_stored_in_row_major_order()
    {
        using var scope = torch.NewDisposeScope();
        var parameter = new TorchSharp.Modules.Parameter(torch.arange(6, dtype: torch.ScalarType.Float32).reshape(2, 3));

        Assert.Equal([0f, 1, 2, 3, 4, 5], TensorArrays.Of("p", parameter).ToSingles());
        Assert.Equal([0f, 3, 1, 4, 2, 5], TensorArrays.Of("p", parameter.t()).ToSingles());
    }

    [Fact]
    public void Values_are_copied_into_a_parameter_in_its_own_type_and_only_if_the_shape_fits()
    {
        using var scope = torch.NewDisposeScope();
        var target = new TorchSharp.Modules.Parameter(torch.zeros(2, 2, dtype: torch.ScalarType.BFloat16));

        NamedArray.Of("w", [2, 2], [1f, 2, 3, 4]).CopyTo(target);

        Assert.True(target.Equals(torch.tensor([1f, 2, 3, 4]).reshape(2, 2).to(torch.ScalarType.BFloat16)));
        Assert.True(target.requires_grad);
        Assert.Contains("[4]", Assert.Throws<InputException>(() => NamedArray.Of("w", [4], [1f, 2, 3, 4]).CopyTo(target)).Message);
    }
}
