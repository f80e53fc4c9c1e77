using System.Runtime.CompilerServices;
using TorchSharp;

namespace TrmLab.Trainer.Tests;

/// <summary>The tests' networks are tiny: a second libtorch thread would only spin, and on a busy machine that costs minutes.</summary>
internal static class OneThread
{
    [ModuleInitializer]
    internal static void Set() => torch.set_num_threads(1);
}
