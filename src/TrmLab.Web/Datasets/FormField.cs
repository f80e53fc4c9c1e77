namespace TrmLab.Web.Datasets;

/// <summary>How a field of a form is shown.</summary>
public enum FormFieldKind
{
    Text,
    Choice,
    YesNo,

    /// <summary>A path on the server, or an upload.</summary>
    File,
}

/// <summary>One field of the form of a new data set.</summary>
/// <param name="Key">In the address.</param>
/// <param name="Label">Beside it.</param>
/// <param name="Default">Text without an entry.</param>
/// <param name="Hint">One line below it.</param>
/// <param name="Kind">How it is shown.</param>
/// <param name="Choices">For <see cref="FormFieldKind.Choice"/>.</param>
public sealed record FormField(string Key, string Label, string Default, string Hint, FormFieldKind Kind = FormFieldKind.Text, params string[] Choices);
