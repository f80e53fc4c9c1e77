using System.Net;
using System.Net.Sockets;
using TrmLab.Core;
using TrmLab.Web.Security;

namespace TrmLab.Web.Hosting;

/// <summary>Finds a port that is taken before the server starts, whose own failure fills a screen with stack traces.</summary>
internal static class PortCheck
{
    /// <exception cref="InputException">Another program listens on one of the addresses.</exception>
    public static void Free(IConfiguration configuration)
    {
        foreach (var url in LabSecurity.Addresses(configuration))
        {
            var address = BindingAddress.Parse(url);
            if (address.Port == 0 || address.IsUnixPipe || address.IsNamedPipe) continue;
            var ip = IPAddress.TryParse(address.Host.Trim('[', ']'), out var parsed) ? parsed : LabSecurity.IsLoopback(url) ? IPAddress.Loopback : IPAddress.Any;
            try
            {
                using var listener = new TcpListener(ip, address.Port);
                listener.Start();
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                throw Taken(url, e);
            }
            catch (SocketException e)
            {
                throw new InputException($"{url}: cannot listen there: {e.Message}; choose another address with --urls", e);
            }
        }
    }

    /// <summary>The message for a port that is taken.</summary>
    public static InputException Taken(string url, Exception cause) =>
        new($"{url}: the port is in use by another program; choose another one, such as --urls http://127.0.0.1:{BindingAddress.Parse(url).Port + 1}", cause);
}
