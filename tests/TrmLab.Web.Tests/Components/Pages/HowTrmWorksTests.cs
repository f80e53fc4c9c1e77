using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TrmLab.Core.Runs;
using TrmLab.Web.Components.Pages;
using TrmLab.Web.Hosting;
using TrmLab.Web.Inference;
using TrmLab.Web.Supervision;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Components.Pages;

public sealed class HowTrmWorksTests : PageTest
{
    [Fact]
    public void A_training_on_the_device_is_not_slowed_by_opening_the_page()
    {
        var options = Options.Create(new LabOptions { TrainerPath = Checkout.FakeTrainer });
        Services.AddSingleton(_ => new InferenceClient(new TrainerProgram(options, Lab.Data), Lab.Data, options, NullLogger<InferenceClient>.Instance));
        Services.AddSingleton<TraceLibrary>();
        Services.AddSingleton<CheckpointCatalog>();
        JSInterop.SetupModule("./js/explorer.js").SetupModule(_ => true);
        var run = Lab.Make();
        TestLab.Write(run, Events.Started(), Events.Metrics(1));
        using var hold = RunLock.Take(run);
        Lab.CatchUp();
        Lab.States.Look(DateTimeOffset.UtcNow);
        var page = Render<HowTrmWorks>();
        Assert.Contains("Run run-1 is training on this machine's CPU", page.WaitForElement("#how-busy").TextContent);
        Assert.Single(page.FindAll("#how-anyway"));
        Assert.Null(Services.GetRequiredService<InferenceClient>().WorkerId);
    }
}
