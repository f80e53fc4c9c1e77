using TrmLab.Core.Interchange.TensorBoard;

namespace TrmLab.Core.Tests.Interchange;

public sealed class ScalarTensorTests
{
    // Field numbers and types of tensorflow/core/framework/tensor.proto.
    [Theory]
    [InlineData("08012A040000C03F", 1.5)] // float_val, packed
    [InlineData("08012D0000C03F", 1.5)] // float_val
    [InlineData("080122040000C03F", 1.5)] // tensor_content
    [InlineData("08023208000000000000F83F", 1.5)] // double_val, packed
    [InlineData("0802220800000000000004C0", -2.5)] // double content
    [InlineData("08033807", 7.0)] // int_val
    [InlineData("0803220400000080", -2147483648.0)] // int32 content
    [InlineData("08095201" + "2A", 42.0)] // int64_val, packed
    [InlineData("0813220200" + "3E", 1.5)] // half content
    [InlineData("08136A0380FC00", 1.5)] // half_val 0x3E00, packed
    [InlineData("080E2202C03F", 1.5)] // bfloat16 content
    public void Scalars_of_every_type(string hex, double expected) => Assert.Equal(expected, ScalarTensor.Read(Convert.FromHexString(hex)));

    [Theory]
    [InlineData("")]
    [InlineData("0801")] // no value
    [InlineData("080122080000C03F0000C03F")] // two elements
    [InlineData("08012A080000C03F0000C03F")] // two elements, packed
    [InlineData("08012D0000C03F2D0000C03F")] // two elements, not packed
    [InlineData("080742026869")] // text
    [InlineData("08012204")] // cut off
    [InlineData("FFFFFFFFFFFFFFFFFFFFFF")]
    public void Anything_else_is_no_scalar(string hex) => Assert.Null(ScalarTensor.Read(Convert.FromHexString(hex)));
}
