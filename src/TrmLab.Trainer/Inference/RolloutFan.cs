using TrmLab.Core.Tracing;
using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Inference;

/// <summary>What all rollouts answer after each supervision step, and what the halting head says of it.</summary>
internal sealed class RolloutFan(int rollouts, TraceHeader header, StatePlane? plane)
{
    private readonly byte[] _answers = new byte[rollouts * header.Steps * header.Cells];
    private readonly float[] _haltLogits = new float[rollouts * header.Steps];
    private readonly short[] _projected = new short[2 * rollouts * header.Steps];

    /// <summary>Takes the output of a supervision step, from 0.</summary>
    public void Add(ModelOutput output, int step)
    {
        using var scope = NewDisposeScope();
        var answers = output.Logits.argmax(-1).to(ScalarType.Byte).cpu().contiguous().data<byte>().ToArray();
        var halting = output.HaltLogits.cpu().contiguous().data<float>().ToArray();
        var points = plane?.Stored(plane.Project(output.State.Answer));
        for (var rollout = 0; rollout < rollouts; rollout++)
        {
            var place = (rollout * header.Steps) + step;
            answers.AsSpan(rollout * header.Cells, header.Cells).CopyTo(_answers.AsSpan(place * header.Cells));
            _haltLogits[place] = halting[rollout];
            points?.AsSpan(2 * rollout, 2).CopyTo(_projected.AsSpan(2 * place));
        }
    }

    /// <summary>The sections.</summary>
    public IEnumerable<TraceSection> Sections()
    {
        yield return TraceSection.Of(TraceNames.RolloutAnswers, _answers, rollouts, header.Steps, header.Cells);
        yield return TraceSection.Of(TraceNames.RolloutHaltLogits, _haltLogits, rollouts, header.Steps);
        if (plane is not null)
            yield return TraceSection.Of(TraceNames.RolloutProjected, _projected, rollouts, header.Steps, 2);
    }
}
