using System.Net;

namespace TrmLab.Core.Fetching;

/// <summary>Tells answers that a further attempt may better from those it cannot.</summary>
internal static class HttpRefusal
{
    /// <exception cref="ConnectionCutException">The server is busy or has a fault.</exception>
    /// <exception cref="InputException">The server will not serve this address.</exception>
    internal static void Check(HttpResponseMessage response, Uri address)
    {
        if (response.IsSuccessStatusCode)
            return;
        int status = (int)response.StatusCode;
        string answer = $"{status} {response.ReasonPhrase}";
        switch (response.StatusCode)
        {
            case HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError:
                throw new ConnectionCutException($"the server answered {answer}", response.Headers.RetryAfter?.Delta);
            case HttpStatusCode.NotFound or HttpStatusCode.Gone:
                throw new InputException($"{address}: the server answered {answer}; check the base URL or mirror, or load the file by hand and fetch from that local file.");
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden:
                throw new InputException($"{address}: the server answered {answer}; it asks for an account or refuses this network. Load the file by hand and fetch from that local file.");
            case HttpStatusCode.ProxyAuthenticationRequired:
                throw new InputException($"{address}: the proxy answered {answer}; put user and password into the proxy's address.");
            default:
                throw new InputException($"{address}: the server answered {answer}.");
        }
    }
}
