using System.Globalization;
using TrmLab.Core.Configuration;
using TrmLab.Core.Sweeps;

namespace TrmLab.Core.Tests.Sweeps;

public sealed class SweepTests
{
    private static readonly RunConfig Basis = new() { Name = "base", Seed = 5, DataPaths = ["d"] };

    [Fact]
    public void A_grid_is_every_combination_in_order()
    {
        var plan = Of(("lr", "1e-3, 1e-4"), ("arch.hidden_size", "64,128,256")).Plan();
        Assert.Equal(6, plan.Count);
        Assert.Equal((1e-3, 64), (plan[0].Config.LearningRate, plan[0].Config.Arch.HiddenSize));
        Assert.Equal((1e-4, 256), (plan[5].Config.LearningRate, plan[5].Config.Arch.HiddenSize));
        Assert.Equal("base, lr=1e-3, hidden_size=64", plan[0].Config.Name);
        Assert.All(plan, p => Assert.Equal(5, p.Config.Seed));
    }

    [Fact]
    public void Each_point_takes_as_many_seeds_as_asked()
    {
        var plan = (Of(("ema", "true,false")) with { Seeds = 3 }).Plan();
        Assert.Equal([5, 6, 7, 5, 6, 7], plan.Select(p => p.Config.Seed));
        Assert.Equal([true, true, true, false, false, false], plan.Select(p => p.Config.Ema));
    }

    [Fact]
    public void Draws_are_the_same_each_time_inside_the_range_and_spread_over_its_decades()
    {
        var sweep = Of(("lr", "1e-5..1e-2 log"), ("optimizer", "adam_atan2, muon")) with { Draws = 90, DrawSeed = 3 };
        var plan = sweep.Plan();
        Assert.Equal(plan.Select(p => string.Join(' ', p.Changes)), sweep.Plan().Select(p => string.Join(' ', p.Changes)));
        Assert.NotEqual(plan.Select(p => p.Config.LearningRate), (sweep with { DrawSeed = 4 }).Plan().Select(p => p.Config.LearningRate));
        Assert.All(plan, p => Assert.InRange(p.Config.LearningRate, 1e-5, 1e-2));
        foreach (var decade in new[] { 1e-5, 1e-4, 1e-3 }) Assert.InRange(plan.Count(p => p.Config.LearningRate >= decade && p.Config.LearningRate < decade * 10), 15, 45);
        Assert.Equal(2, plan.Select(p => p.Config.Optimizer).Distinct().Count());
    }

    [Fact]
    public void A_range_with_a_number_of_values_is_an_even_grid_with_both_ends()
    {
        Assert.Equal([1e-5, 1e-4, 1e-3], SweepAxis.Parse("lr", "1e-5..1e-3 log 3").Values.Select(v => double.Parse(v, CultureInfo.InvariantCulture)));
        Assert.Equal(["1", "2", "3"], SweepAxis.Parse("epochs", "1..3 5").Values);
    }

    [Fact]
    public void Draws_that_come_out_equal_count_once() => Assert.Equal(2, (Of(("ema", "true,false")) with { Draws = 50 }).Plan().Count);

    [Theory]
    [InlineData("lr", "fast", "expected a number")]
    [InlineData("lr", "", "write its values")]
    [InlineData("lr", "1e-3,1e-3", "twice")]
    [InlineData("lr", "1e-3..1e-5", "must rise")]
    [InlineData("lr", "0..1 log", "above 0")]
    [InlineData("lr", "1..2 3 4", "no range")]
    [InlineData("lr", "a..b", "no range")]
    [InlineData("nothing", "1", "no such field")]
    [InlineData("optimizer", "adam, muon", "expected one of")]
    public void A_mistake_is_told(string path, string text, string message) => Assert.Contains(message, Assert.Throws<InputException>(() => SweepAxis.Parse(path, text)).Message);

    [Fact]
    public void A_plan_has_limits()
    {
        Assert.Contains("between 1 and 200", Assert.Throws<InputException>(() => Of(("seed", "0..999 100"), ("lr", "1..2 100"), ("beta1", "0..0.9 100"), ("beta2", "0..0.9 100"), ("ema_rate", "0..0.9 100")).Plan()).Message);
        Assert.Contains("a grid needs values", Assert.Throws<InputException>(() => Of(("lr", "1e-5..1e-3")).Plan()).Message);
        Assert.Contains("varied twice", Assert.Throws<InputException>(() => Of(("lr", "1"), ("lr", "2")).Plan()).Message);
        Assert.Contains("seed", Assert.Throws<InputException>(() => (Of(("seed", "1,2")) with { Seeds = 2 }).Plan()).Message);
        Assert.Contains("at least one", Assert.Throws<InputException>(() => Of().Plan()).Message);
    }

    [Fact]
    public void Lists_and_texts_with_commas_are_separated_by_semicolons()
    {
        Assert.Equal([["a", "b"], ["c"]], Of(("data_paths", "a,b; c")).Plan().Select(p => p.Config.DataPaths));
    }

    [Fact]
    public void An_ema_ablation_pairs_the_seeds()
    {
        var plan = SeedPlans.EmaAblation(Basis, 3);
        Assert.Equal([(true, 5), (false, 5), (true, 6), (false, 6), (true, 7), (false, 7)], plan.Select(p => (p.Config.Ema, p.Config.Seed)));
        Assert.Equal(6, plan.Select(p => p.Config.Name).Distinct().Count());
        Assert.Equal([5, 6], SeedPlans.Seeds(Basis, 2).Select(p => p.Config.Seed));
        Assert.Throws<InputException>(() => SeedPlans.EmaAblation(Basis, 101));
        Assert.Throws<InputException>(() => SeedPlans.Seeds(Basis, 0));
    }

    private static Sweep Of(params (string Path, string Text)[] axes) => new() { Basis = Basis, Axes = [.. axes.Select(a => SweepAxis.Parse(a.Path, a.Text))] };
}
