namespace TrmLab.Trainer.Checkpoints.Torch;

/// <summary>An uncompressed member of a zip archive.</summary>
/// <param name="Name">Path inside the archive.</param>
/// <param name="Start">Where its content begins in the file.</param>
/// <param name="Length">Bytes of content.</param>
/// <param name="Crc">Checksum that the archive claims.</param>
internal sealed record ZipRecord(string Name, long Start, long Length, uint Crc);
