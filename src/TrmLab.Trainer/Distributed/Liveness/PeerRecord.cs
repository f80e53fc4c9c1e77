namespace TrmLab.Trainer.Distributed.Liveness;

/// <summary>What is known of one rank.</summary>
/// <param name="Name">For people: rank, process, machine.</param>
/// <param name="Beat">Its last sign of life.</param>
/// <param name="Heard">When that came.</param>
/// <param name="Moved">When it last said something new.</param>
internal sealed record PeerRecord(string Name, Beat Beat, DateTime Heard, DateTime Moved)
{
    /// <summary>With one more sign of life.</summary>
    public PeerRecord With(Beat beat, DateTime now) => this with { Beat = beat, Heard = now, Moved = beat == Beat ? Moved : now };

    /// <summary>As if the judge's own clock had stood still for a while too.</summary>
    public PeerRecord Later(TimeSpan still) => this with { Heard = Heard + still, Moved = Moved + still };
}
