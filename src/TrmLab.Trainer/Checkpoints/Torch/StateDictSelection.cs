using TrmLab.Trainer.Checkpoints.Arrays;

namespace TrmLab.Trainer.Checkpoints.Torch;

/// <summary>Finds the state dict in what torch.save was given: the object itself, or a dictionary that holds it under a usual key.</summary>
internal static class StateDictSelection
{
    private const int DeepestNesting = 4;
    private static readonly string[] UsualKeys = ["model_state_dict", "state_dict", "model"];

    /// <returns>The tensors in file order, and notes on what was passed over.</returns>
    /// <exception cref="FormatException">No tensors where they are usually found.</exception>
    internal static (List<KeyValuePair<string, PickleTensor>> Tensors, List<string> Notes) Select(object? root)
    {
        var notes = new List<string>();
        for (var depth = 0; depth < DeepestNesting && root is PickleDictionary dictionary; depth++)
        {
            var tensors = dictionary.Entries
                .Where(entry => entry is { Key: string, Value: PickleTensor })
                .Select(entry => KeyValuePair.Create((string)entry.Key!, (PickleTensor)entry.Value!))
                .ToList();
            var inner = tensors.Count > 0
                ? default
                : UsualKeys.SelectMany(key => dictionary.Entries.Where(entry => entry.Key is string name && name == key && entry.Value is PickleDictionary)).FirstOrDefault();
            var others = dictionary.Entries.Where(entry => entry.Value is not PickleTensor && !Equals(entry.Key, inner.Key)).Select(entry => entry.Key).ToList();
            if (others.Count > 0)
                notes.Add($"passed over, not weights: {Shown(others)}");
            if (tensors.Count > 0)
                return (tensors, notes);
            if (inner.Value is null)
                break;
            notes.Add($"weights taken from {InputText.Quote((string)inner.Key!)}");
            root = inner.Value;
        }

        throw new FormatException($"no state dict here or under {string.Join(", ", UsualKeys)}; save model.state_dict()");
    }

    private static string Shown(List<object?> keys)
    {
        const int most = 8;
        var shown = string.Join(", ", keys.Take(most).Select(key => key is string or long ? InputText.Quote(key.ToString()!) : "?"));
        return keys.Count > most ? $"{shown} and {keys.Count - most} more" : shown;
    }
}
