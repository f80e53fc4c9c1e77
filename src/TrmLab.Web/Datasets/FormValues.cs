using System.Globalization;
using TrmLab.Core.Configuration;
using TrmLab.Web.Hosting;
using TrmLab.Web.Jobs;

namespace TrmLab.Web.Datasets;

/// <summary>The texts of a form, read as values; what cannot be read is a problem of its field, all of them at once.</summary>
public sealed class FormValues(DatasetForm form, IReadOnlyDictionary<string, string> texts, LabData data)
{
    private readonly List<ConfigProblem> _problems =
    [
        .. form.Fields.Where(f => f.Kind == FormFieldKind.Choice && texts.TryGetValue(f.Key, out var text) && !f.Choices.Contains(text))
            .Select(f => new ConfigProblem(f.Key, $"one of {string.Join(", ", f.Choices)} is expected")),
    ];

    public IReadOnlyList<ConfigProblem> Problems => _problems;

    /// <summary>The field's text, or its default.</summary>
    public string Text(string key) => (texts.GetValueOrDefault(key) ?? form.Fields.First(f => f.Key == key).Default).Trim();

    public bool Flag(string key) => Text(key) == "true";

    /// <summary>Name of the data set.</summary>
    public string Name(string key)
    {
        var name = Text(key);
        if (DatasetName.Problem(name) is { } problem) Add(key, problem);
        else if (Directory.Exists(Path.Combine(data.Datasets, name))) Add(key, "there is a data set of this name already");
        return name;
    }

    public int Int(string key, int minimum, int maximum = int.MaxValue) => OptionalInt(key, minimum, maximum) ?? Missing(key, minimum);

    public int? OptionalInt(string key, int minimum, int maximum = int.MaxValue)
    {
        var text = Text(key);
        if (text.Length == 0) return null;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum) return value;
        Add(key, maximum == int.MaxValue ? $"a whole number of {minimum:N0} or more is expected" : $"a whole number from {minimum:N0} to {maximum:N0} is expected");
        return minimum;
    }

    public double? OptionalNumber(string key)
    {
        var text = Text(key);
        if (text.Length == 0) return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)) return value;
        Add(key, "a number is expected");
        return null;
    }

    public NumberRange? Range(string key)
    {
        var text = Text(key);
        if (text.Length == 0) return null;
        if (NumberRange.TryParse(text) is { } range) return range;
        Add(key, "a range such as 4-8 is expected");
        return null;
    }

    /// <summary>An absolute path of a file, or of a folder where that may be; relative ones are below the data folder.</summary>
    public string? Source(string key, bool required = false, bool folder = false)
    {
        var text = Text(key);
        if (text.Length == 0)
        {
            if (required) Add(key, "a file is needed");
            return null;
        }

        var path = Path.GetFullPath(text, data.Root);
        if (!File.Exists(path) && !(folder && Directory.Exists(path))) Add(key, $"there is no {(folder ? "file or folder" : "file")} {path} on the server");
        return path;
    }

    /// <summary>An address; one with a password is refused, because jobs are stored.</summary>
    public Uri? Address(string key)
    {
        var text = Text(key);
        if (text.Length == 0) return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")) Add(key, "an address such as https://mirror.example is expected");
        else if (address.UserInfo.Length > 0) Add(key, "give user and password by the environment variable HTTPS_PROXY, since jobs are stored in a file");
        else return address;
        return null;
    }

    public void Add(string key, string problem) => _problems.Add(new ConfigProblem(key, problem));

    private int Missing(string key, int fallback)
    {
        if (Text(key).Length == 0) Add(key, "a number is needed");
        return fallback;
    }
}
