namespace TrmLab.Web.Store;

/// <summary>A statement in plain SQL with parameters <c>?1</c>, <c>?2</c>, ... for the tables that come and go by the hundred thousand rows.</summary>
/// <remarks>One at a time per context: a database server answers one question on a connection before it hears the next.</remarks>
internal interface IIndexStatement : IDisposable
{
    /// <summary>Sets a parameter, counted from 1.</summary>
    IIndexStatement With(int parameter, long value);

    /// <summary>Sets a parameter; NaN and infinities become null, see <see cref="StoredValue"/>.</summary>
    IIndexStatement With(int parameter, double value);

    /// <summary>Runs it; true if a row changed.</summary>
    bool Run();

    /// <summary>Moves to the next row of a question; false behind the last.</summary>
    bool Next();

    /// <summary>A column of the present row, counted from 0; a null is 0.</summary>
    long Long(int column);

    /// <inheritdoc cref="Long"/>
    double Double(int column);

    /// <summary>Bytes of a column of the present row; valid until the next.</summary>
    ReadOnlySpan<byte> Bytes(int column);
}
