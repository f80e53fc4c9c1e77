using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using TrmLab.Core.Configuration;

namespace TrmLab.Trainer.Commands;

/// <summary>The help of <c>trmlab train</c>: its options, then every field of the configuration with default, the paper's symbol and reason.</summary>
internal sealed class FieldsHelp : SynchronousCommandLineAction
{
    private readonly HelpAction _options = new();

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var code = _options.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Configuration fields (--set key=value), with default and the paper's symbol:");
        output.Write(ConfigFields.ToText());
        return code;
    }
}
