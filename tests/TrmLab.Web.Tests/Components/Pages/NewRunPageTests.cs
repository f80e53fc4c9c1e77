using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Costs;
using TrmLab.Core.Puzzles;
using TrmLab.Web.Components.Pages;
using TrmLab.Web.Jobs;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Components.Pages;

public sealed class NewRunPageTests : PageTest
{
    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Fact]
    public void The_paper_preset_has_the_papers_number_of_parameters_once_its_data_are_there()
    {
        Dataset("datasets/sudoku-extreme-1k-aug-1000", sequence: 81, vocabulary: 11);
        var page = Open("new?preset=sudoku-extreme-mlp");
        Assert.Contains("5,028,866", page.Markup);
        Assert.False(page.Find("#start").HasAttribute("disabled"));
    }

    [Fact]
    public void All_problems_stand_beside_their_fields_at_once()
    {
        var page = Open("new?mode=advanced&set=lr=abc&set=epochs=25&set=arch.hidden_size=0&set=data_paths=nowhere");
        Assert.Contains("expected a number", Field(page, "lr"));
        Assert.Contains("must divide epochs (25)", Field(page, "eval_interval"));
        Assert.Contains("must be 1 or more", Field(page, "arch-hidden_size"));
        Assert.Contains("there is no data set at", Field(page, "data_paths"));
        Assert.True(page.Find("#start").HasAttribute("disabled"));
    }

    [Fact]
    public void A_field_changed_in_the_form_is_in_the_address_the_json_and_the_command()
    {
        var page = Open("new?preset=sudoku-4x4-demo");
        page.Fill("#field-seed", "42");
        Assert.Contains("set=seed%3D42", Navigation.Uri);
        page.WaitForAssertion(() => Assert.Contains("--set seed=42", page.Find(".cli").TextContent));
        Navigation.NavigateTo(Navigation.Uri + "&mode=json");
        page.WaitForAssertion(() => Assert.Contains("\"seed\": 42", page.Find("#json").GetAttribute("value")));
    }

    [Fact]
    public void A_change_keeps_the_device_and_the_sweep_that_were_chosen()
    {
        var page = Open("new?preset=sudoku-4x4-demo&lane=cpu&axis=lr%3D0.001,0.002&seeds=3&draws=x");
        page.Fill("#field-seed", "42");
        Assert.All(["set=seed%3D42", "lane=cpu", "axis=lr%3D0.001", "seeds=3"], part => Assert.Contains(part, Navigation.Uri));
    }

    [Fact]
    public void Where_no_duration_is_known_this_machine_can_be_measured()
    {
        var page = Open("new?preset=sudoku-4x4-demo");
        Assert.Contains("not measured", page.Markup);
        page.Press("#measure");
        page.WaitForAssertion(() => Assert.Contains("This machine will be measured", page.Find("#measuring").TextContent));
        var jobs = Services.GetRequiredService<DatasetJobs>();
        var job = Assert.Single(jobs.All);

        // As the runner does, with a trainer that has measured.
        List<BuildProgress> told = [];
        string[] arguments = [];
        job.Spec.Run(new JobContext(Lab.Data, told.Add, CancellationToken.None) { Trainer = (words, _) => { arguments = [.. words]; return ""; } });
        Assert.Equal(["bench", "--part", "scaling", "--save"], arguments);
        Assert.Throws<InputException>(() => job.Spec.Run(new JobContext(Lab.Data, told.Add, CancellationToken.None) { Training = () => "run-1" }));
        jobs.Report(job.Id, new BuildProgress("measuring", 3, 46));
        page.WaitForAssertion(() => Assert.Contains("3 of 46", page.Find("#measuring").TextContent));
        var cost = new StepCost("native", "float32", Environment.ProcessorCount, [1, 1, 1, 1], [1, 1, 1, 1], 0.1, 0.1, 23);
        new MachineSpeed("a processor", 2, DateTimeOffset.UnixEpoch, ForwardType.Float32, [cost]).Write(MachineSpeed.FileIn(Lab.Data.Root));
        jobs.End(job.Id, JobState.Done, "", []);
        page.WaitForAssertion(() => Assert.DoesNotContain("not measured", page.Markup));
        Assert.Empty(page.FindAll("#measuring, #measure"));
        Assert.Contains("Expected memory", page.Markup);
    }

    [Fact]
    public void A_mistake_in_the_json_is_left_behind_with_it()
    {
        var page = Open("new?preset=sudoku-4x4-demo&mode=json");
        page.Fill("#json", "{ \"lerning_rate\": 1 }");
        Assert.True(page.Find("#start").HasAttribute("disabled"));
        Navigation.NavigateTo("new?preset=sudoku-4x4-demo");
        page.WaitForAssertion(() => Assert.DoesNotContain("unknown key", page.Markup));
        Assert.False(page.Find("#start").HasAttribute("disabled"));
    }

    [Fact]
    public void Json_edited_by_hand_changes_the_form_and_a_mistake_names_the_key()
    {
        var page = Open("new?preset=sudoku-4x4-demo&mode=json");
        page.Fill("#json", "{ \"lerning_rate\": 1 }");
        Assert.Contains("unknown key 'lerning_rate'", page.Markup);

        page.Fill("#json", "{ \"seed\": 9, \"data_paths\": [\"samples/sudoku-4x4\"] }");
        Assert.Contains("set=seed%3D9", Navigation.Uri);
    }

    [Fact]
    public void A_clone_begins_with_the_other_runs_configuration()
    {
        Lab.Make("run-1", TestLab.Config("the original", seed: 77));
        var page = Open("new?from=run-1");
        Assert.Equal("77", page.Find("#field-seed").GetAttribute("value"));
        Assert.Contains("runs/run-1", page.Markup);
    }

    private static string Field(IRenderedComponent<NewRun> page, string id) => page.Find($"#field-{id}-hint").TextContent;

    private IRenderedComponent<NewRun> Open(string address)
    {
        Navigation.NavigateTo(address);
        return Render<NewRun>();
    }

    private void Dataset(string path, int sequence, int vocabulary)
    {
        foreach (var split in new[] { "train", "test" })
        {
            var directory = Directory.CreateDirectory(Path.Combine(Lab.Data.Root, path, split));
            File.WriteAllText(Path.Combine(directory.FullName, "dataset.json"), $$"""
                {"pad_id":0,"ignore_label_id":0,"blank_identifier_id":0,"vocab_size":{{vocabulary}},"seq_len":{{sequence}},"num_puzzle_identifiers":1,
                 "total_groups":1000,"mean_puzzle_examples":1001,"total_puzzles":1000,"sets":["all"]}
                """);
        }
    }
}
