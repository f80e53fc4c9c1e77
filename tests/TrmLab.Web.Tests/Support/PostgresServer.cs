using Npgsql;

namespace TrmLab.Web.Tests.Support;

/// <summary>
/// A PostgreSQL of its own for all tests of a class collection: a temporary cluster behind a socket, no port, run by an unprivileged user.
/// Where none is installed the tests are skipped, or fail with TRMLAB_REQUIRE_POSTGRES=1.
/// </summary>
public sealed class PostgresServer : IDisposable
{
    private const string Script = """
        as=(); [ "$(id -u)" -eq 0 ] && { chown postgres "$1"; as=(setpriv --reuid=postgres --regid=postgres --clear-groups); }
        "${as[@]}" "$2/initdb" -D "$1/cluster" -U trmlab -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null || exit
        "${as[@]}" "$2/postgres" -D "$1/cluster" -k "$1" -c listen_addresses= -c fsync=off -c max_connections=200 & server=$!
        read -r _; kill -INT $server; wait $server
        """;

    private readonly string? _root;
    private readonly GuardedScript? _server;
    private int _schemas;

    public PostgresServer()
    {
        if (Programs() is not { } programs) return;
        _root = Directory.CreateTempSubdirectory("trmlab-pg-").FullName;
        _server = new GuardedScript(Script, Path.Combine(Path.GetTempPath(), Path.GetFileName(_root) + ".log"), _root, programs);
        _server.Until(Answers);
    }

    /// <summary>A connection string for an index that is not there yet.</summary>
    public string NewIndex()
    {
        var required = Environment.GetEnvironmentVariable("TRMLAB_REQUIRE_POSTGRES") == "1";
        Assert.SkipWhen(_root is null && !required, "PostgreSQL is not installed: apt-get install -y postgresql (TRMLAB_REQUIRE_POSTGRES=1 makes this a failure)");
        Assert.True(_root is not null, "TRMLAB_REQUIRE_POSTGRES=1, but PostgreSQL is not installed: apt-get install -y postgresql");
        return $"Host={_root};Database=postgres;Username=trmlab;Search Path=lab{Interlocked.Increment(ref _schemas)}";
    }

    /// <summary>Runs a statement beside the lab, as somebody with a console would.</summary>
    public static void Execute(string index, string sql)
    {
        using var source = NpgsqlDataSource.Create(index);
        using var command = source.CreateCommand(sql);
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        if (_server is null) return;
        _server.Dispose();
        File.Delete(_server.Output);
        TestLab.Delete(_root!);
    }

    private static string? Programs()
    {
        string[] installed = Directory.Exists("/usr/lib/postgresql") ? [.. Directory.EnumerateDirectories("/usr/lib/postgresql").OrderDescending().Select(d => Path.Combine(d, "bin"))] : [];
        string[] path = Environment.GetEnvironmentVariable("PATH")?.Split(':') ?? [];
        return installed.Concat(path).FirstOrDefault(d => File.Exists(Path.Combine(d, "initdb")) && File.Exists(Path.Combine(d, "postgres")));
    }

    private bool Answers()
    {
        try
        {
            Execute($"Host={_root};Database=postgres;Username=trmlab;Pooling=false", "SELECT 1");
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}

/// <summary>The test classes that share the server.</summary>
[CollectionDefinition]
public sealed class OnPostgres : ICollectionFixture<PostgresServer>;
