using System.Reflection;
using TorchSharp;
using TrmLab.Trainer.Tests;
using Xunit.v3;

[assembly: TensorScope]

namespace TrmLab.Trainer.Tests;

/// <summary>
/// Keeps every tensor that a test makes until the test has ended. libtorch is given the address of a tensor and nothing that keeps it alive: of
/// <c>a.add(b).mul(c)</c> the collector may free the sum while the product still reads it, which ends the whole test process.
/// </summary>
/// <remarks>A scope belongs to a thread, so that asynchronous tests, which may go on elsewhere, have none: those start processes.</remarks>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class TensorScopeAttribute : BeforeAfterTestAttribute
{
    [ThreadStatic]
    private static DisposeScope? _scope;

    /// <inheritdoc/>
    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (methodUnderTest.ReturnType == typeof(void))
            _scope = torch.NewDisposeScope();
    }

    /// <inheritdoc/>
    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        _scope?.Dispose();
        _scope = null;
    }
}
