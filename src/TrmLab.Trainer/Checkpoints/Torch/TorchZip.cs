using System.Text;
using TrmLab.Core;
using TrmLab.Trainer.Checkpoints.Arrays;

namespace TrmLab.Trainer.Checkpoints.Torch;

/// <summary>
/// A checkpoint as torch.save writes it since version 1.6: a zip of <c>NAME/data.pkl</c>, <c>NAME/data/N</c>, <c>NAME/version</c> and
/// <c>NAME/byteorder</c>. Runs nothing that is in it. Tensors stay in the file until they are read; checksums are compared on opening.
/// </summary>
internal sealed class TorchZip : IWeightsFile
{
    private const int LargestPickle = 4 << 20;
    private const int LargestText = 64;
    private const string PickleName = "data.pkl";

    private readonly InputFile _file;

    private TorchZip(InputFile file, IReadOnlyList<NamedArray> arrays, IReadOnlyList<string> notes)
    {
        _file = file;
        Arrays = arrays;
        Notes = notes;
    }

    public IReadOnlyList<NamedArray> Arrays { get; }

    public IReadOnlyList<string> Notes { get; }

    /// <param name="file">Owned by the result.</param>
    /// <exception cref="InputException">Not such a file, damaged, or with something in it beyond tensors.</exception>
    internal static TorchZip Open(InputFile file)
    {
        try
        {
            var records = ZipDirectory.Read(file);
            var folder = FolderOf(records.Keys);
            CheckFormat(file, records, folder);
            var pickle = records[folder + PickleName];
            if (pickle.Length > LargestPickle)
                throw new FormatException($"data.pkl of {pickle.Length} bytes; a state dict needs less than {LargestPickle}");
            var (tensors, notes) = StateDictSelection.Select(RestrictedUnpickler.Run(PickleProgram.Decode(Content(file, pickle))));
            var arrays = tensors
                .Select(tensor => TorchTensors.Build(tensor.Key, tensor.Value, records.GetValueOrDefault($"{folder}data/{tensor.Value.Storage.Key}"), file))
                .ToList();
            foreach (var key in tensors.Select(tensor => tensor.Value.Storage.Key).Distinct(StringComparer.Ordinal))
                CheckContent(file, records[$"{folder}data/{key}"]);
            return new TorchZip(file, arrays, notes);
        }
        catch (FormatException e)
        {
            throw new InputException($"{file.Path}: {e.Message}.", e);
        }
    }

    public void Dispose() => _file.Dispose();

    private static string FolderOf(IEnumerable<string> names)
    {
        var pickles = names.Where(name => name.EndsWith("/" + PickleName, StringComparison.Ordinal) && name.Count(c => c == '/') == 1).ToList();
        return pickles.Count == 1
            ? pickles[0][..^PickleName.Length]
            : throw new FormatException("a zip archive, but not one that torch.save wrote (one folder with data.pkl is missing)");
    }

    private static void CheckFormat(InputFile file, Dictionary<string, ZipRecord> records, string folder)
    {
        if (records.ContainsKey(folder + "constants.pkl"))
            throw new FormatException("a TorchScript program, not a state dict; save model.state_dict() with torch.save");
        if (records.TryGetValue(folder + "byteorder", out var order) && Text(file, order) is var text && text != "little")
            throw new FormatException($"byte order {InputText.Quote(text)}; only little-endian files are read");
    }

    private static string Text(InputFile file, ZipRecord record) => record.Length <= LargestText
        ? Encoding.ASCII.GetString(Content(file, record)).Trim()
        : throw new FormatException($"{InputText.Quote(record.Name)} of {record.Length} bytes");

    private static byte[] Content(InputFile file, ZipRecord record)
    {
        CheckContent(file, record);
        return file.Read(record.Start, (int)record.Length);
    }

    private static void CheckContent(InputFile file, ZipRecord record)
    {
        var crc = new Crc32();
        var block = new byte[Math.Min(1 << 20, record.Length)];
        for (long offset = 0; offset < record.Length; offset += block.Length)
        {
            var part = block.AsSpan(0, (int)Math.Min(block.Length, record.Length - offset));
            file.Read(record.Start + offset, part);
            crc.Append(part);
        }

        if (crc.Value != record.Crc)
            throw new FormatException($"{InputText.Quote(record.Name)} does not have its checksum; the file is damaged, copy it again");
    }
}
