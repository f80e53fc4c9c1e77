namespace TrmLab.Trainer.Checkpoints.Torch;

/// <summary>One decoded pickle instruction.</summary>
/// <param name="Code">What to do.</param>
/// <param name="Number">Its number: a value, a memo slot, or the bits of a float.</param>
/// <param name="Text">Its string, or the dotted name of a global.</param>
internal readonly record struct PickleInstruction(PickleOpcode Code, long Number = 0, string? Text = null);
