using TrmLab.Core.Puzzles;
using TrmLab.Trainer.Model;
using TrmLab.Trainer.Training;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Tests.Evaluation;

/// <summary>A network that answers what the test decides, whatever it computes.</summary>
/// <param name="answer">Tokens [S] and halting logit for an example of a set; -1 is padding.</param>
internal sealed class AnsweringStep(ISupervisionStep step, Func<string, int, (int[] Tokens, float HaltLogit)> answer) : ISupervisionStep
{
    public TinyRecursiveModel Model => step.Model;

    public StepResult Run(Carry carry, PuzzleBatch batch, bool training)
    {
        using var computed = step.Run(carry, batch, training);
        (int[] Tokens, float HaltLogit)[] answers = [.. batch.ExampleIndices.Select(example => answer(batch.Set, example))];
        using var tokens = tensor(answers.SelectMany(a => a.Tokens).Select(token => (long)token).ToArray()).reshape(batch.BatchSize, batch.SequenceLength);
        return new StepResult
        {
            Carry = computed.Carry,
            Metrics = computed.Metrics.Alias(),
            Logits = nn.functional.one_hot(tokens, Model.Shape.VocabularySize).to(ScalarType.Float32),
            HaltLogits = tensor(answers.Select(a => a.HaltLogit).ToArray()),
            ContinueLogits = computed.ContinueLogits.alias(),
            Loss = computed.Loss.alias(),
        };
    }

    public void Dispose() => step.Dispose();
}
