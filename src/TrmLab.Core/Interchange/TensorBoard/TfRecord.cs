namespace TrmLab.Core.Interchange.TensorBoard;

/// <summary>A record of a TFRecord file.</summary>
/// <param name="Offset">Where the record's header begins.</param>
/// <param name="Data">Valid until the next record is read.</param>
internal readonly record struct TfRecord(long Offset, ReadOnlyMemory<byte> Data);
