using System.Net;
using System.Net.Sockets;

namespace TrmLab.Web.Security;

/// <summary>Which addresses lie outside this machine and its networks: what a server must not be talked into asking is everything else.</summary>
public static class PublicAddress
{
    // RFC 6890 and its successors: this host, private, shared, loopback, link-local (cloud metadata), protocol, documentation, benchmarks, multicast, reserved.
    private static readonly IPNetwork[] Refused =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/128", "::1/128", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/32", "2001:db8::/32", "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>True if the address belongs to the public internet. Those that carry another address inside (tunnels, NAT64) do not.</summary>
    public static bool Is(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6 && !Refused.Any(n => n.Contains(plain));
    }
}
