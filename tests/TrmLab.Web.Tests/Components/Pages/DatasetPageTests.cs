using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using TrmLab.Web.Components.Pages;
using TrmLab.Web.Datasets;
using TrmLab.Web.Jobs;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Components.Pages;

public sealed class DatasetPageTests : PageTest
{
    public DatasetPageTests()
    {
        Jobs = new DatasetJobs(Lab.Data);
        Services.AddSingleton(Jobs);
        Services.AddSingleton(new Uploads(Lab.Data));
        Services.AddSingleton(new DatasetRemoval(Lab.Data, Jobs, Lab.Queue, Lab.States, Lab.Folder));
    }

    private DatasetJobs Jobs { get; }

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Fact]
    public void The_list_has_samples_and_published_sets_and_reads_small_ones_by_itself()
    {
        var page = Render<DatasetList>();
        page.WaitForAssertion(() => Assert.Contains("samples/sudoku-4x4", page.Find("#here").TextContent));
        Assert.Contains("no licence stated", page.Find("#published").TextContent);
        Assert.Equal(["samples/sudoku-4x4", "samples/sudoku-9x9"], Jobs.All.Select(j => ((CheckJob)j.Spec).DatasetPath).Order());
    }

    [Fact]
    public void A_checked_set_shows_hash_histogram_and_leaks()
    {
        Checked("samples/sudoku-9x9");
        var page = Render<DatasetList>();
        page.WaitForAssertion(() => Assert.Contains("db1aeae26056", page.Find("#here").TextContent));
        Assert.Contains("all 0", page.Find("#here").TextContent);
        Assert.Contains("Clean", page.Find("#here").TextContent);
    }

    [Fact]
    public void A_published_set_is_built_by_a_click_and_the_job_can_be_cancelled()
    {
        var page = Render<DatasetList>();
        page.Press("#published button");
        page.WaitForAssertion(() => Assert.Contains("Fetch and build sudoku-extreme-1k-aug-1000", page.Find("#jobs").TextContent));
        Assert.Contains("Waiting", page.Find("#published").TextContent);
        page.Press("#jobs .job:last-child button");
        page.WaitForAssertion(() => Assert.Equal(JobState.Cancelled, Jobs.All.Single(j => j.Spec is PublishedJob).State));
    }

    [Fact]
    public void A_set_made_here_is_deleted_after_a_second_click_and_a_sample_is_not()
    {
        var set = Copy("sudoku-4x4", "mine");
        var page = Render<DatasetList>();
        page.WaitForElement("#here .delete");
        foreach (var check in Jobs.All) Jobs.Cancel(check.Id);
        page.Press("#here .delete");
        Assert.True(Directory.Exists(set));
        page.Press("#here .delete-sure");
        page.WaitForAssertion(() => Assert.DoesNotContain("datasets/mine", page.Find("#here").TextContent));
        Assert.Empty(Directory.GetFileSystemEntries(Lab.Data.Datasets));
        Assert.Empty(page.FindAll("#here .delete"));
    }

    [Fact]
    public void An_error_is_kept_until_it_is_dismissed()
    {
        var job = Jobs.Add(new GenerateSudokuJob { Name = "x" });
        Jobs.End(job.Id, JobState.Failed, "train.csv line 3: too short", []);
        var page = Render<DatasetList>();
        page.WaitForAssertion(() => Assert.Contains("train.csv line 3: too short", page.Find("#jobs .job[data-state=Failed]").TextContent));
        page.Press("#jobs .job[data-state=Failed] button", 1);
        page.WaitForAssertion(() => Assert.DoesNotContain("train.csv", page.Markup));
    }

    [Fact]
    public void Jobs_on_checkpoints_are_not_listed()
    {
        Jobs.Add(new ImportCheckpointJob { Name = "mine", File = "f" });
        Jobs.Add(new EvaluateCheckpointJob { Name = "mine", Checkpoint = "c", Data = "d" });
        Jobs.Add(new GenerateSudokuJob { Name = "x" });
        var page = Render<DatasetList>();
        page.WaitForAssertion(() => Assert.Contains("samples/sudoku-4x4", page.Find("#here").TextContent));
        Assert.DoesNotContain("checkpoint", page.Find("#jobs").TextContent);
        page.Press("#jobs .job button");
        Assert.DoesNotContain("checkpoint", page.Find("#jobs").TextContent);
    }

    [Fact]
    public void The_forms_address_holds_its_fields_and_start_queues_the_job()
    {
        Navigation.NavigateTo("datasets/new?kind=generate-sudoku");
        var page = Render<DatasetNew>();
        page.Find("#field-name").Change("mine");
        page.Find("#field-size").Change("4");
        Assert.Contains("set=name%3Dmine", Navigation.Uri);
        page.WaitForAssertion(() => Assert.Contains("--size 4", page.Find(".cli").TextContent));
        page.Press("#start");
        Assert.Equal(new GenerateSudokuJob { Name = "mine", Size = 4 }, Assert.Single(Jobs.All).Spec);
        Assert.EndsWith("/datasets", Navigation.Uri);
    }

    [Fact]
    public void A_mistake_stands_beside_its_field_and_nothing_starts()
    {
        Navigation.NavigateTo("datasets/new?kind=generate-sudoku&set=name%3D..%2Fx&set=clues%3Dfew");
        var page = Render<DatasetNew>();
        Assert.Equal(2, page.FindAll(".field.invalid").Count);
        Assert.True(page.Find("#start").HasAttribute("disabled"));
    }

    [Fact]
    public void An_upload_fills_its_field()
    {
        Navigation.NavigateTo("datasets/new?kind=sudoku-csv&set=name%3Dup");
        var page = Render<DatasetNew>();
        page.FindComponent<Microsoft.AspNetCore.Components.Forms.InputFile>().UploadFiles(InputFileContent.CreateFromText("question,answer\n", "own.csv"));
        page.WaitForAssertion(() => Assert.EndsWith("own.csv", page.Find("#field-train").GetAttribute("value")));
        Assert.Equal("question,answer\n", File.ReadAllText(page.Find("#field-train").GetAttribute("value")!));
    }

    [Fact]
    public void The_browser_steps_through_puzzles_by_button_key_and_number()
    {
        var page = View("?split=train&i=5");
        Assert.Equal("5", page.WaitForElement("#index").GetAttribute("value"));
        page.Press("#next");
        Assert.Contains("i=6", Navigation.Uri);
        page.WaitForAssertion(() => Assert.Equal("6", page.Find("#index").GetAttribute("value")));
        page.Find(".sample").KeyDown("ArrowLeft");
        Assert.Contains("i=5", Navigation.Uri);
        page.Find("#index").Change("1,999");
        page.WaitForAssertion(() => Assert.True(page.Find("#next").HasAttribute("disabled")));
        Assert.Contains("answer keeps all rules", page.Find(".sample-facts").TextContent);
    }

    [Fact]
    public void Keys_that_move_the_caret_in_the_index_or_belong_to_the_browser_keep_the_puzzle()
    {
        var page = View("?split=train&i=5");
        page.WaitForElement("#index");
        Assert.All(["ArrowLeft", "r"], key => Assert.Throws<MissingEventHandlerException>(() => page.Find("#index").KeyDown(key)));
        page.Find(".sample").KeyDown(new KeyboardEventArgs { Key = "ArrowLeft", AltKey = true });
        Assert.EndsWith("i=5", Navigation.Uri);
        page.Find(".sample").KeyDown("ArrowLeft");
        Assert.EndsWith("i=4", Navigation.Uri);
    }

    [Fact]
    public async Task A_set_that_takes_long_to_open_says_that_it_loads()
    {
        var set = Copy("sudoku-4x4", "slow");
        using var slow = new SlowFile(Path.Combine(set, "identifiers.json"));
        Navigation.NavigateTo("datasets/datasets/slow");
        var page = Render<DatasetView>(p => p.Add(v => v.Place, "datasets").Add(v => v.Name, "slow"));
        Assert.Equal("Loading...", page.WaitForElement("#opening").TextContent);
        await slow.LetGoAsync();
        page.WaitForElement("#index");
        Assert.Empty(page.FindAll("#opening"));
    }

    [Fact]
    public void Parameters_that_cannot_be_read_take_their_defaults()
    {
        var page = View("?split=test&i=abc&digits=perhaps");
        Assert.Equal("0", page.WaitForElement("#index").GetAttribute("value"));
        Assert.Empty(page.FindAll(".mud-alert"));
    }

    [Fact]
    public void An_index_beyond_the_end_says_so_and_shows_the_last()
    {
        var page = View("?split=test&i=5000");
        Assert.Contains("the test split has 500", page.WaitForElement(".mud-alert").TextContent);
        Assert.Equal("499", page.Find("#index").GetAttribute("value"));
    }

    [Fact]
    public void A_set_that_is_not_there_is_told()
    {
        var page = View("", name: "nothing");
        Assert.Contains("There is no data set samples/nothing", page.WaitForElement(".mud-alert").TextContent);
    }

    [Fact]
    public void Training_starts_from_the_recipe_that_names_the_set()
    {
        var page = View("");
        Assert.Equal("new?preset=sudoku-4x4-demo&set=data_paths%3Dsamples%2Fsudoku-4x4", page.WaitForElement("#train").GetAttribute("href"));
    }

    private string Copy(string sample, string name)
    {
        var (source, target) = (Path.Combine(Checkout.Root, "data", "samples", sample), Path.Combine(Lab.Data.Datasets, name));
        foreach (var file in Directory.GetFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return target;
    }

    private IRenderedComponent<DatasetView> View(string query, string name = "sudoku-4x4")
    {
        Navigation.NavigateTo($"datasets/samples/{name}{query}");
        return Render<DatasetView>(p => p.Add(v => v.Place, "samples").Add(v => v.Name, name));
    }

    private void Checked(string path) => new CheckJob { DatasetPath = path }.Run(new JobContext(Lab.Data, _ => { }, CancellationToken.None));
}
