using TrmLab.Core.Runs;

namespace TrmLab.Trainer.Checkpoints;

/// <summary>What was exported.</summary>
/// <param name="File">The file.</param>
/// <param name="Weights">Raw or averaged.</param>
/// <param name="Step">Of the checkpoint.</param>
/// <param name="Arrays">Tensors written.</param>
/// <param name="Digest">Length and SHA-256 of the file.</param>
public sealed record ExportReport(string File, WeightsKind Weights, long Step, int Arrays, FileDigest Digest);
