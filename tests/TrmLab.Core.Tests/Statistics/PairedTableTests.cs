using System.Numerics;
using TrmLab.Core.Statistics;

namespace TrmLab.Core.Tests.Statistics;

public sealed class PairedTableTests
{
    // Fagerland, Lydersen and Laake, BMC Medical Research Methodology 13:91 (2013), tables 1 and 4: airway hyper-responsiveness
    // (Bentur et al. 2009) and complete response (Cavo et al. 2012); six digits as their R package contingencytables prints them.
    [Fact]
    public void Published_McNemar_values()
    {
        var bentur = McNemarTest.Of(1, 7);
        Assert.Equal(0.0703, bentur.Exact, 0.00005);
        Assert.Equal(0.0391, bentur.MidP, 0.00005);
        var cavo = McNemarTest.Of(6, 16);
        Assert.Equal(0.052479, cavo.Exact, 5e-7);
        Assert.Equal(0.034690, cavo.MidP, 5e-7);
    }

    // Agresti, Categorical Data Analysis, section 10.1: approval of the prime minister in two surveys, z = -5.89.
    [Fact]
    public void Agrestis_approval_ratings()
    {
        var table = new PairedTable(Both: 794, OnlyA: 150, OnlyB: 86, Neither: 570);
        Assert.Equal(1600, table.Total);
        Assert.Equal(0.59, table.ShareA, 1e-12);
        Assert.Equal(0.55, table.ShareB, 1e-12);
        Assert.Equal(-0.04, table.Difference, 1e-12);
        Assert.InRange(table.Test.Exact, 1e-5, 1e-4);
        var interval = table.DifferenceInterval();
        Assert.Equal(-0.06, interval.Lower, 0.005);
        Assert.Equal(-0.02, interval.Upper, 0.005);
    }

    // Cavo et al. as above: estimate -0.0621, Newcombe's square-and-add interval -0.1186 to -0.0046 (their sign: first less second).
    [Fact]
    public void Published_Newcombe_intervals()
    {
        var cavo = new PairedTable(Both: 59, OnlyA: 16, OnlyB: 6, Neither: 80);
        Assert.Equal(-0.0621, cavo.Difference, 0.00005);
        Assert.Equal(-0.1186, cavo.DifferenceInterval().Lower, 0.00005);
        Assert.Equal(-0.0046, cavo.DifferenceInterval().Upper, 0.00005);
        var two = new PairedTable(1, 0, 0, 1).DifferenceInterval();
        Assert.Equal(-0.5734, two.Lower, 0.00005);
        Assert.Equal(0.5734, two.Upper, 0.00005);
    }

    // Newcombe, Statistics in Medicine 17:2635-2650 (1998), method 10 on the table 20, 12, 2, 16.
    [Fact]
    public void Newcombes_own_example()
    {
        var interval = new PairedTable(20, 2, 12, 16).DifferenceInterval();
        Assert.Equal(0.0562, interval.Lower, 0.00005);
        Assert.Equal(0.3292, interval.Upper, 0.00005);
    }

    [Fact]
    public void Exact_values_equal_whole_number_arithmetic()
    {
        for (var n = 1; n <= 60; n++)
        {
            for (var k = 0; k <= n; k++)
            {
                BigInteger tail = 0, term = 1;
                for (var i = 0; i <= Math.Min(k, n - k); i++)
                {
                    tail += term;
                    term = term * (n - i) / (i + 1);
                }

                var expected = Math.Min(1, 2 * (double)tail / Math.Pow(2, n));
                Assert.Equal(1, McNemarTest.Of(k, n - k).Exact / expected, 1e-11);
            }
        }
    }

    [Fact]
    public void Many_and_no_discordant_puzzles()
    {
        Assert.Equal(new McNemarTest(1, 1), McNemarTest.Of(0, 0));
        Assert.Equal(1, McNemarTest.Of(5, 5).Exact);

        // At n = 400,000 and one standard deviation off the middle the normal value 0.3173 holds to three digits.
        var test = McNemarTest.Of(200_000 - 316, 200_000 + 316);
        Assert.Equal(0.3173, test.Exact, 0.003);
        Assert.True(test.MidP < test.Exact);
        Assert.True(McNemarTest.Of(0, 400_000).Exact >= 0);
    }

    [Fact]
    public void Swapping_A_and_B_swaps_the_signs()
    {
        var table = new PairedTable(31, 9, 4, 6);
        var swapped = new PairedTable(31, 4, 9, 6);
        Assert.Equal(-table.Difference, swapped.Difference);
        Assert.Equal(-table.DifferenceInterval().Lower, swapped.DifferenceInterval().Upper, 1e-12);
        Assert.Equal(table.Test, swapped.Test);
    }

    [Fact]
    public void Equal_results_give_an_interval_around_zero()
    {
        var interval = new PairedTable(900, 0, 0, 100).DifferenceInterval();
        Assert.True(interval.Contains(0));
        Assert.InRange(interval.Width, 0, 0.02);
        Assert.Throws<InvalidOperationException>(() => default(PairedTable).DifferenceInterval());
    }
}
