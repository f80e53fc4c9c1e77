using Microsoft.AspNetCore.Components.Forms;
using TrmLab.Core;
using TrmLab.Core.Puzzles.Arc;
using TrmLab.Web.Hosting;
using TrmLab.Web.Jobs;

namespace TrmLab.Web.Tests.Jobs;

public sealed class UploadsTests : IDisposable
{
    private readonly LabData _data = new(Directory.CreateTempSubdirectory("trmlab-uploads-").FullName);
    private readonly Uploads _uploads;

    public UploadsTests() => _uploads = new Uploads(_data);

    public void Dispose() => Directory.Delete(_data.Root, recursive: true);

    [Fact]
    public async Task A_file_is_stored_under_a_harmless_name()
    {
        var path = await SaveAsync(new FakeFile("../../etc/pass*wd.csv", "question,answer"));
        Assert.StartsWith(Path.Combine(_data.Root, "uploads"), path);
        Assert.Equal("pass_wd.csv", Path.GetFileName(path));
        Assert.Equal("question,answer", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Too_large_a_file_is_refused_before_it_is_sent()
    {
        var file = new FakeFile("big.csv", "") { Size = Uploads.MaximumBytes + 1 };
        Assert.Contains("copy the file to the server", (await Assert.ThrowsAsync<InputException>(() => SaveAsync(file))).Message);
        Assert.Empty(Folders());
    }

    [Fact]
    public async Task A_broken_upload_leaves_nothing()
    {
        var file = new FakeFile("cut.csv", "abc") { Breaks = true };
        Assert.Contains("cut.csv: the upload failed", (await Assert.ThrowsAsync<InputException>(() => SaveAsync(new FakeFile("a.csv", "x"), file))).Message);
        Assert.Empty(Folders());
    }

    [Fact]
    public async Task One_arc_task_is_read_as_a_folder_and_a_file_of_tasks_by_its_name()
    {
        const string task = """{"train":[{"input":[[1]],"output":[[2]]}],"test":[{"input":[[3]],"output":[[4]]}]}""";
        Assert.Equal(["one"], Ids(await SaveAsync(new FakeFile("one.json", task))));
        Assert.Equal(["a", "b"], Ids(await SaveAsync(new FakeFile("all.json", $"{{\"a\":{task},\"b\":{task}}}"))));
        Assert.Equal(["one", "two"], Ids(await SaveAsync(new FakeFile("two.json", task), new FakeFile("one.json", task))));
        Assert.Equal(["a"], Ids(await SaveAsync(
            new FakeFile("my_challenges.json", """{"a":{"train":[{"input":[[1]],"output":[[2]]}],"test":[{"input":[[3]]}]}}"""), new FakeFile("my_solutions.json", """{"a":[[[4]]]}"""))));
    }

    [Fact]
    public async Task Files_stay_while_a_job_may_need_them()
    {
        var waiting = await SaveAsync(new FakeFile("w.csv", ""));
        var failed = await SaveAsync(new FakeFile("f.csv", ""));
        var done = await SaveAsync(new FakeFile("d.csv", ""));
        var unused = await SaveAsync(new FakeFile("u.csv", ""));
        _uploads.RemoveAllBut([Of(waiting, JobState.Queued), Of(failed, JobState.Failed), Of(done, JobState.Done)]);
        Assert.Equal([true, true, false, true], new[] { waiting, failed, done, unused }.Select(File.Exists));
        Directory.SetLastWriteTimeUtc(Path.GetDirectoryName(unused)!, DateTime.UtcNow.AddDays(-2));
        Directory.SetLastWriteTimeUtc(Path.GetDirectoryName(failed)!, DateTime.UtcNow.AddDays(-2));
        _uploads.RemoveAllBut([Of(failed, JobState.Failed)]);
        Assert.Equal([true, false], new[] { failed, unused }.Select(File.Exists));
    }

    [Fact]
    public async Task Messages_name_files_as_the_user_does()
    {
        var file = await SaveAsync(new FakeFile("own.csv", ""));
        Assert.Equal("own.csv line 2: bad", _uploads.Shown($"{file} line 2: bad"));
        Assert.Equal("2 tasks from the uploaded files", _uploads.Shown($"2 tasks from {Path.GetDirectoryName(file)}"));
        Assert.Equal("/srv/own.csv line 2: bad", _uploads.Shown("/srv/own.csv line 2: bad"));
    }

    private static Job Of(string path, JobState state) => new("id", new BuildSudokuJob { Name = "n", TrainCsv = path }, DateTimeOffset.UnixEpoch) { State = state };

    private static IEnumerable<string> Ids(string path) => new ArcSubsetSource("tasks", path).Read().Tasks.Select(t => t.Id);

    private string[] Folders() => Directory.GetDirectories(Path.Combine(_data.Root, "uploads") is var folder && Directory.Exists(folder) ? folder : _data.Root);

    private Task<string> SaveAsync(params IBrowserFile[] files) => _uploads.SaveAsync(files, TestContext.Current.CancellationToken);

    private sealed class FakeFile(string name, string text) : IBrowserFile
    {
        public bool Breaks { get; init; }

        public string Name => name;

        public DateTimeOffset LastModified => DateTimeOffset.UnixEpoch;

        public long Size { get; init; } = text.Length;

        public string ContentType => "text/plain";

        public Stream OpenReadStream(long maxAllowedSize = 512_000, CancellationToken cancellationToken = default) =>
            Breaks ? throw new IOException("connection lost") : new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
    }
}
