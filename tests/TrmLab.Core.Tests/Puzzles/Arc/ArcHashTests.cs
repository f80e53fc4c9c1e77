using TrmLab.Core.Puzzles.Arc;
using static TrmLab.Core.Tests.Puzzles.Arc.Grids;

namespace TrmLab.Core.Tests.Puzzles.Arc;

public class ArcHashTests
{
    private static readonly ArcGrid Recorded = Grid("3915/9081/6971");
    private static readonly ArcGrid Transposed = Grid("396/909/187/511");

    [Fact]
    public void HashesAreTheReferences()
    {
        Assert.Equal("95dc0cf669b14039b54440d7df5b39ba5603675311c355d369938bb7fc4b1a89", ArcHash.OfGrid(Recorded));
        ArcPair[] pairs = [new(Recorded, Transposed), new(Transposed, Recorded)];
        Assert.Equal("088addb17368dc5ba18c21f068b99e7a2bfca5fa4e3f5af033f4329bfd880959", ArcHash.OfPuzzle(pairs));
        Assert.Equal(ArcHash.OfPuzzle(pairs), ArcHash.OfPuzzle(pairs.Reverse()));
    }

    [Fact]
    public void TheFingerprintTellsThePuzzlesApartThatTheHashDoes()
    {
        ArcPair[] pairs = [new(Grid("12/00"), Grid("1/2")), new(Grid("10/02"), Grid("1/2"))];
        var hashes = new Dictionary<string, UInt128>();
        var random = new MersenneTwister(7);
        for (int i = 0; i < 400; i++)
        {
            ArcAugmentation augmentation = ArcAugmentation.Draw(random);
            string hash = ArcHash.OfPuzzle(pairs.Select(pair => new ArcPair(augmentation.Apply(pair.Input), augmentation.Apply(pair.Output))));
            UInt128 fingerprint = ArcFingerprint.OfPuzzle(pairs, augmentation);
            Assert.Equal(hashes.GetValueOrDefault(hash, fingerprint), fingerprint);
            hashes[hash] = fingerprint;
        }
        Assert.Equal(hashes.Count, hashes.Values.Distinct().Count());
        Assert.InRange(hashes.Count, 100, 399);
    }
}
