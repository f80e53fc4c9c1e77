using TrmLab.Core;
using TrmLab.Trainer.Checkpoints.Arrays;

namespace TrmLab.Trainer.Checkpoints.Architecture;

/// <summary>Keys as other programs prefix them, reduced to the reference's names inside its network, which are ours.</summary>
public static class StateDictNames
{
    /// <summary>What torch.compile puts before the name of a module, at any level.</summary>
    private const string Compiled = "_orig_mod.";

    /// <summary>Wrappers: data parallel training, the loss head and the ACT wrapper of the reference.</summary>
    private static readonly string[] Wrappers = ["module.", "model.", "inner."];

    /// <summary>The key without any wrapper's prefix, in whatever order and number they stand.</summary>
    public static string Strip(string key)
    {
        key = key.Replace(Compiled, "", StringComparison.Ordinal);
        while (Wrappers.FirstOrDefault(wrapper => key.StartsWith(wrapper, StringComparison.Ordinal)) is { } wrapper)
            key = key[wrapper.Length..];
        return key;
    }

    /// <summary>All arrays under their stripped names.</summary>
    /// <exception cref="InputException">Two keys differ in their prefix only.</exception>
    public static Dictionary<string, NamedArray> Strip(IReadOnlyList<NamedArray> arrays, string path)
    {
        var stripped = new Dictionary<string, NamedArray>(StringComparer.Ordinal);
        foreach (var array in arrays)
        {
            var name = Strip(array.Name);
            if (!stripped.TryAdd(name, array.WithName(name)))
                throw new InputException($"{path}: holds {InputText.Quote(name)} twice, under different prefixes; save one model's state_dict() alone.");
        }

        return stripped;
    }
}
