using TrmLab.Core;
using TrmLab.Core.Configuration;

namespace TrmLab.Trainer.Checkpoints.Architecture;

/// <summary>Values of <c>arch.*</c> that the user or a configuration file states, each with its origin; the user's win.</summary>
internal sealed class GivenFields
{
    private readonly Dictionary<string, (string Value, FieldOrigin Origin, string Source)> _fields = new(StringComparer.Ordinal);

    internal IEnumerable<(string Path, string Value, FieldOrigin Origin, string Source)> All =>
        _fields.Select(pair => (pair.Key, pair.Value.Value, pair.Value.Origin, pair.Value.Source));

    internal string? ValueOf(string path) => _fields.TryGetValue(path, out var field) ? field.Value : null;

    internal bool Has(string path) => _fields.ContainsKey(path);

    /// <exception cref="InputException">Not a key of the configuration, or a value of the wrong kind.</exception>
    internal void Add(IEnumerable<KeyValuePair<string, string>> fields, FieldOrigin origin, string source)
    {
        foreach (var (path, value) in fields)
        {
            try
            {
                var config = ConfigJson.With(new RunConfig(), path, value);
                if (!path.StartsWith("arch.", StringComparison.Ordinal))
                    throw new InputException($"{path}: weights decide only arch.* keys");
                _fields[path] = (ConfigJson.ValueOf(config, path), origin, source);
            }
            catch (InputException e)
            {
                throw new InputException($"{source}: {e.Message}", e);
            }
        }
    }

    /// <exception cref="InputException">A value that the weights contradict.</exception>
    internal void RequireAgreement(IEnumerable<InferredField> facts)
    {
        foreach (var fact in facts)
        {
            if (_fields.TryGetValue(fact.Path, out var given) && given.Value != fact.Value && given.Value != "null")
                throw new InputException($"{given.Source}: {fact.Path} is {given.Value}, but the weights have {fact.Value}; is this the configuration of another run?");
        }
    }
}
