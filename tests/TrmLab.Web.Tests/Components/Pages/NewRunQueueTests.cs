using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using TrmLab.Core.Runs;
using TrmLab.Web.Components.Pages;
using TrmLab.Web.Lanes;
using TrmLab.Web.Queue;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Components.Pages;

/// <summary>The form's ways into a queue.</summary>
public sealed class NewRunQueueTests : PageTest
{
    private const string Demo = "new?preset=sudoku-4x4-demo";

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    private IReadOnlyList<QueueEntry> Waiting => Lab.Queue.Of("cpu").Entries;

    [Fact]
    public void One_click_queues_the_configuration_as_it_stands_in_the_form()
    {
        var page = Open(Demo + "&set=seed%3D7");
        page.Press("#queue");
        page.WaitForAssertion(() => Assert.Equal(7, Assert.Single(Waiting).Config!.Seed));
        Assert.Equal("", Waiting[0].Labels.Group);
    }

    [Fact]
    public void N_seeds_and_the_ema_ablation_are_groups()
    {
        var page = Open(Demo);
        page.Fill("#seeds", "4");
        page.Press("#queue-seeds");
        page.WaitForAssertion(() => Assert.Equal(4, Waiting.Count));
        page.Press("#queue-ema");
        page.WaitForAssertion(() => Assert.Equal(12, Waiting.Count));
        Assert.Single(Waiting.Take(4).Select(e => e.Labels.Group).Distinct());
        var ablation = Waiting.Skip(4).ToArray();
        Assert.StartsWith("EMA ablation: ", Assert.Single(ablation.Select(e => e.Labels.Group).Distinct()));
        Assert.Equal(4, ablation.Count(e => e.Config!.Ema));
        Assert.Equal([0, 0, 1, 1, 2, 2, 3, 3], ablation.Select(e => e.Config!.Seed));
    }

    [Fact]
    public void A_sweep_is_written_in_the_address_previewed_and_queued_as_previewed()
    {
        var page = Open(Demo + "&mode=sweep&axis=lr%3D1e-3%2C1e-4&axis=arch.hidden_size%3D32%2C64%2C128&seeds=2");
        Assert.Equal("12 runs", page.Find("#sweep-count").TextContent);
        var rows = page.FindAll(".sweep-preview tbody tr").Select(r => string.Join('|', r.QuerySelectorAll("td").Skip(1).Select(d => d.TextContent))).ToArray();
        Assert.Equal("1e-3|32|0", rows[0]);
        page.Press("#queue-sweep");
        page.WaitForAssertion(() => Assert.Equal(12, Waiting.Count));
        Assert.Equal(rows.Select(r => r.Split('|')[1]), Waiting.Select(e => $"{e.Config!.Arch.HiddenSize}"));
        Assert.EndsWith("/queue", Navigation.Uri);
    }

    [Fact]
    public void A_sweep_that_cannot_be_says_why_and_has_no_button()
    {
        var page = Open(Demo + "&mode=sweep&axis=lr%3Dfast");
        Assert.Contains("expected a number", page.Find("#sweep-problem").TextContent);
        Assert.Empty(page.FindAll("#queue-sweep"));
        page.Fill("#axis-0", "1e-5..1e-3 log");
        page.WaitForAssertion(() => Assert.Contains("a grid needs values", page.Find("#sweep-problem").TextContent));
        page.Tick("#random", true);
        page.WaitForAssertion(() => Assert.Equal("10 runs", page.Find("#sweep-count").TextContent));
        Assert.Contains("draws=10", Navigation.Uri);
    }

    [Fact]
    public void A_point_that_could_not_be_trained_queues_nothing()
    {
        var page = Open(Demo + "&mode=sweep&axis=arch.hidden_size%3D64%2C0");
        page.Press("#queue-sweep");
        page.WaitForAssertion(() => Assert.Contains("hidden_size", Services.GetRequiredService<MudBlazor.ISnackbar>().ShownSnackbars.Single().Message));
        Assert.Empty(Waiting);
    }

    [Fact]
    public void An_entry_of_the_queue_is_edited_in_its_place()
    {
        Lab.Queue.Add(Lab.Cpu, [new QueueEntry { Config = TestLab.Trainable("one") }, new QueueEntry { Config = TestLab.Trainable("two") }]);
        var page = Open($"new?entry={Waiting[0].Id}");
        Assert.Equal("one", page.Find("#field-run_name").GetAttribute("value"));
        Assert.Empty(page.FindAll("#start"));
        page.Fill("#field-seed", "31");
        page.Press("#save-entry");
        page.WaitForAssertion(() => Assert.Equal([31, 1], Waiting.Select(e => e.Config!.Seed)));
        // It is saved before the page goes on.
        page.WaitForAssertion(() => Assert.EndsWith("/queue", Navigation.Uri));
    }

    [Fact]
    public void An_entry_that_was_started_meanwhile_is_not_edited()
    {
        Lab.Queue.Add(Lab.Cpu, [new QueueEntry { Config = TestLab.Trainable("one") }]);
        var id = Waiting[0].Id;
        var page = Open($"new?entry={id}");
        Lab.Queue.Begin("cpu");
        page.Press("#save-entry");
        page.WaitForAssertion(() => Assert.Contains("started or removed", Services.GetRequiredService<MudBlazor.ISnackbar>().ShownSnackbars.Single().Message));
    }

    [Fact]
    public void What_is_asked_of_a_cluster_and_the_seeds_are_in_the_address_and_queued()
    {
        var remote = AddRemote();
        var page = Open(Demo + "&lane=slurm-gpu&request=gpus%3D2&request=time_limit%3D2-00%3A00&seedcount=5");
        Assert.Equal("2", page.Find("#request-gpus").GetAttribute("value"));
        Assert.Equal("2-00:00", page.Find("#request-time").GetAttribute("value"));
        Assert.Equal("5", page.Find("#seeds").GetAttribute("value"));
        page.Fill("#request-account", "lab");
        page.Fill("#seeds", "2");
        Assert.Contains("request=account%3Dlab", Navigation.Uri);
        Assert.Contains("seedcount=2", Navigation.Uri);
        page.Press("#queue-seeds");
        page.WaitForAssertion(() => Assert.Equal(2, Lab.Queue.Of(remote.Id).Entries.Count));
        Assert.All(Lab.Queue.Of(remote.Id).Entries, e => Assert.Equal(new LaneRequest { Gpus = 2, TimeLimit = "2-00:00", Account = "lab" }, e.Request));
    }

    [Fact]
    public void What_an_entry_asks_of_a_cluster_is_edited_with_it_and_can_be_emptied()
    {
        var remote = AddRemote();
        Lab.Queue.Add(remote, [new QueueEntry { Config = TestLab.Trainable("one"), Request = new LaneRequest { Gpus = 2 } }]);
        var id = Lab.Queue.Of(remote.Id).Entries[0].Id;
        var page = Open($"new?entry={id}");
        Assert.Equal("2", page.Find("#request-gpus").GetAttribute("value"));
        page.Fill("#request-gpus", "9");
        page.Press("#save-entry");
        page.WaitForAssertion(() => Assert.Contains("9 GPUs are more", Services.GetRequiredService<MudBlazor.ISnackbar>().ShownSnackbars.Single().Message));
        page.Fill("#request-gpus", "");
        Assert.Equal("", page.Find("#request-gpus").GetAttribute("value") ?? "");
        page.Press("#save-entry");
        page.WaitForAssertion(() => Assert.Equal(new LaneRequest(), Lab.Queue.Find(id)!.Value.Entry.Request));
        Assert.EndsWith("/queue", Navigation.Uri);
    }

    private RemoteLane AddRemote()
    {
        var remote = new RemoteLane();
        var lanes = new RunLanes([.. Lab.Lanes.All.Select(lane => new OneLane(lane)), remote]);
        Services.AddSingleton(lanes);
        Services.AddSingleton(new LaneBoard(lanes, Lab.Queue, new LaneOccupancy(Lab.States, Lab.Folder, lanes), Lab.Index, Lab.Folder, Lab.States));
        return remote;
    }

    private IRenderedComponent<NewRun> Open(string address)
    {
        Navigation.NavigateTo(address);
        return Render<NewRun>();
    }

    private sealed record OneLane(IRunLane Lane) : ILaneSource
    {
        public IReadOnlyList<IRunLane> Lanes => [Lane];
    }
}
