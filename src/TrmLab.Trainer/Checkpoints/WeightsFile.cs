using System.Buffers.Binary;
using TrmLab.Core;
using TrmLab.Trainer.Checkpoints.Arrays;
using TrmLab.Trainer.Checkpoints.Torch;

namespace TrmLab.Trainer.Checkpoints;

/// <summary>Opens a file of weights by what is in it, not by its name.</summary>
public static class WeightsFile
{
    /// <exception cref="InputException">Neither safetensors nor a zip checkpoint of torch.save, or damaged.</exception>
    public static IWeightsFile Open(string path)
    {
        var file = InputFile.Open(path);
        try
        {
            return Recognise(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static IWeightsFile Recognise(InputFile file)
    {
        const int headerLength = 9;
        var start = file.Read(0, (int)Math.Min(headerLength, file.Length));
        if (start.AsSpan().StartsWith("PK\x03\x04"u8) || start.AsSpan().StartsWith("PK\x05\x06"u8))
            return TorchZip.Open(file);
        if (start is [0x80, >= 1 and <= 5, ..])
        {
            throw new InputException($"{file.Path}: a bare pickle or torch.save's old format (before 1.6), which cannot be read without running it;"
                + " convert it where it was made: torch.save(torch.load(FILE, weights_only=True), NEW)");
        }

        if (start.Length == headerLength && start[8] == (byte)'{' && BinaryPrimitives.ReadInt64LittleEndian(start) is > 0 and < int.MaxValue)
            return SafetensorsFile.Open(file);
        throw new InputException($"{file.Path}: neither a safetensors file nor a checkpoint written by torch.save ({file.Length} bytes).");
    }
}
