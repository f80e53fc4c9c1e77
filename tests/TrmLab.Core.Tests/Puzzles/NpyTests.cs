using System.Text;
using TrmLab.Core.Puzzles;

namespace TrmLab.Core.Tests.Puzzles;

public sealed class NpyTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TheHeaderIsTheOneThatNumpyWrites()
    {
        byte[] header = NpyHeader.Format(NpyType.Int32, [21]);
        string expected = "{'descr': '<i4', 'fortran_order': False, 'shape': (21,), }".PadRight(117) + "\n";
        Assert.Equal([0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. Encoding.ASCII.GetBytes(expected)], header);
        Assert.Contains("'shape': (120, 81), }", Encoding.Latin1.GetString(NpyHeader.Format(NpyType.UInt8, [120, 81])));
    }

    [Theory]
    [InlineData("|u1", 1, 250)]
    [InlineData("|i1", 1, -3)]
    [InlineData("<i2", 2, -300)]
    [InlineData("<u2", 2, 65000)]
    [InlineData("<i4", 4, -70000)]
    [InlineData("<u4", 4, 4_000_000_000)]
    [InlineData("<i8", 8, -5_000_000_000)]
    [InlineData("<u8", 8, 5_000_000_000)]
    public void EveryIntegerTypeIsReadInEveryFormatVersion(string type, int size, long value)
    {
        foreach (int version in new[] { 1, 2, 3 })
        {
            string path = Write($"{{'descr': '{type}', 'fortran_order': False, 'shape': (1, 2), }}", [.. BitConverter.GetBytes(value)[..size], .. new byte[size]], version);
            using var array = NpyArray.Open(path);
            Assert.Equal((value, 0L), (array[0], array[1]));
        }
    }

    [Theory]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "Python objects")]
    [InlineData("{'descr': '>i4', 'fortran_order': False, 'shape': (1,), }", "'>i4'")]
    [InlineData("{'descr': '<c16', 'fortran_order': False, 'shape': (1,), }", "'<c16'")]
    [InlineData("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 2), }", "Fortran")]
    [InlineData("{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (1,), }", "structured")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (x,), }", "shape")]
    [InlineData("{'descr': '<i8', 'fortran_order': False, 'shape': (3,), }", "cut off")]
    [InlineData("{'descr': '<i8', 'fortran_order': False, 'shape': (4611686018427387904, 9), }", "cannot be read")]
    public void WhatIsNotSupportedIsSaid(string header, string message)
    {
        string path = Write(header, new byte[16]);
        InputException error = Assert.Throws<InputException>(() => NpyArray.Open(path));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherFilesAreRefused()
    {
        File.WriteAllText(_folder["text.npy"], "not an array at all");
        File.WriteAllBytes(_folder["short.npy"], [0x93, .. "NUMPY"u8, 1, 0, 118, 0]);
        Assert.Contains("not a .npy file", Assert.Throws<InputException>(() => NpyArray.Open(_folder["text.npy"])).Message);
        Assert.Contains("ends inside", Assert.Throws<InputException>(() => NpyArray.Open(_folder["short.npy"])).Message);
        Assert.Contains("cannot be read", Assert.Throws<InputException>(() => NpyArray.Open(_folder["missing.npy"])).Message);
    }

    [Fact]
    public void ValuesBeyondTheRangeOfTheReaderAreRefused()
    {
        using var array = NpyArray.Open(Write("{'descr': '<u8', 'fortran_order': False, 'shape': (1, 2), }", [.. BitConverter.GetBytes(ulong.MaxValue), .. BitConverter.GetBytes(1UL << 40)]));
        Assert.Throws<InputException>(() => array[0]);
        Assert.Equal(1L << 40, array[1]);
        Assert.Throws<InputException>(() => array.CopyRow(0, new int[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => array[2]);
    }

    private string Write(string header, byte[] data, int version = 1)
    {
        string path = _folder[$"{Guid.NewGuid():N}.npy"];
        byte[] text = Encoding.Latin1.GetBytes(header + "\n");
        byte[] length = version == 1 ? BitConverter.GetBytes((ushort)text.Length) : BitConverter.GetBytes((uint)text.Length);
        File.WriteAllBytes(path, [0x93, .. "NUMPY"u8, (byte)version, 0, .. length, .. text, .. data]);
        return path;
    }
}
