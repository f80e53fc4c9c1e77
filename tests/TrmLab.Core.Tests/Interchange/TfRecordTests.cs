using System.Text;
using TrmLab.Core.Interchange.TensorBoard;

namespace TrmLab.Core.Tests.Interchange;

public sealed class TfRecordTests
{
    // RFC 3720, appendix B.4, and the check value of the CRC catalogue.
    [Fact]
    public void Crc32c_agrees_with_published_values()
    {
        Assert.Equal(0xE3069283u, MaskedCrc.Crc32C("123456789"u8));
        Assert.Equal(0x8A9136AAu, MaskedCrc.Crc32C(new byte[32]));
        Assert.Equal(0x62A8AB43u, MaskedCrc.Crc32C([.. Enumerable.Repeat((byte)0xFF, 32)]));
        Assert.Equal(0x46DD794Eu, MaskedCrc.Crc32C([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));
    }

    // Every event file begins like this: 24 bytes follow, and the masked checksum of that number.
    [Fact]
    public void The_first_header_of_every_event_file() => Assert.Equal(0x224B7FA3u, MaskedCrc.Of([24, 0, 0, 0, 0, 0, 0, 0]));
}
