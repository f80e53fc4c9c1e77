using System.Text;

namespace TrmLab.Faults.Fuzzing;

/// <summary>Requests as browsers, programs and attackers make them.</summary>
internal static class HttpRequests
{
    private static readonly string[] Paths =
    [
        "/healthz", "/login", "/login?failed=true", "/?token=0123456789abcdef", "/runs", "/runs/20260101-120000-abcdef", "/runs/..%2f..%2fetc%2fpasswd", "/datasets/samples/x", "/explorer?checkpoint=shipped/sudoku-4x4&puzzle=1",
        "/error", "/not-found", "/app.css", "/js/start.js", "/_framework/blazor.web.js", "/_content/MudBlazor/MudBlazor.min.css", "/hubs/runs?id=abc", "/_blazor?id=abc", "/..%5c..%5cappsettings.json", "//evil.example/x", "/%00",
    ];

    /// <summary>Mostly cheap ones: a page costs the server a thousand times what its refusal does.</summary>
    public static IReadOnlyList<byte[]> Corpus() =>
    [
        .. Paths.Select(p => Request("GET", p, "Accept: text/html\r\n")),
        .. new[] { "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "PATCH" }.Select(m => Request(m, "/healthz", "")),
        Request("GET", "/healthz", "Cookie: trmlab=CfDJ8abc; theme=dark\r\nAuthorization: Bearer 0123456789abcdef\r\n"),
        Request("GET", "/healthz", "Origin: http://127.0.0.1\r\nX-Forwarded-For: 10.0.0.1\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: https\r\n"),
        Request("GET", "/app.css", "Range: bytes=0-10,20-30\r\nIf-None-Match: \"a\"\r\nIf-Modified-Since: Thu, 01 Jan 2026 00:00:00 GMT\r\nAccept-Encoding: gzip, br\r\n"),
        Request("POST", "/hubs/runs/negotiate?negotiateVersion=1", "Content-Length: 0\r\n"),
        Request("POST", "/_blazor/negotiate?negotiateVersion=1", "Content-Length: 0\r\n"),
        Request("POST", "/hubs/runs?id=abc", "Content-Type: text/plain\r\nContent-Length: 32\r\n", "{\"protocol\":\"json\",\"version\":1}\u001e"),
        Request("POST", "/login", "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 45\r\n", "token=x&__RequestVerificationToken=CfDJ8abcdef"),
        Request("POST", "/login", "Content-Type: multipart/form-data; boundary=b\r\nTransfer-Encoding: chunked\r\n", "2f\r\n--b\r\nContent-Disposition: form-data; name=token\r\n\r\nx\r\n0\r\n\r\n"),
        Request("GET", "/hubs/runs", "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"),
    ];

    private static byte[] Request(string method, string path, string headers, string body = "") =>
        Encoding.Latin1.GetBytes($"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n{body}");
}
