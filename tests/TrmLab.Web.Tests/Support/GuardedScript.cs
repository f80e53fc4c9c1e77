using System.Diagnostics;

namespace TrmLab.Web.Tests.Support;

/// <summary>
/// A shell script that starts daemons and then waits for the end of its input (<c>read -r _</c>) to stop them: also when these tests are
/// killed, whose end of the pipe the kernel closes.
/// </summary>
internal sealed class GuardedScript : IDisposable
{
    private readonly Process _shell;

    /// <param name="script">For <c>/bin/bash</c>; its output goes to <paramref name="output"/>.</param>
    /// <param name="output">File for what the script and its daemons say.</param>
    /// <param name="words">The script's <c>$1</c>, <c>$2</c>, ...</param>
    public GuardedScript(string script, string output, params string[] words)
    {
        Output = output;
        var start = new ProcessStartInfo("/bin/bash") { RedirectStandardInput = true, UseShellExecute = false };
        foreach (var word in new[] { "-c", $"exec >>'{output}' 2>&1; {script}", "script" }.Concat(words)) start.ArgumentList.Add(word);
        _shell = Process.Start(start)!;
    }

    public string Output { get; }

    /// <summary>Waits until <paramref name="ready"/>; fails with the script's output if it ends before or takes a minute.</summary>
    public void Until(Func<bool> ready)
    {
        Patience.Until(() => _shell.HasExited || ready(), () => $"the script to get ready: {File.ReadAllText(Output)}");
        if (_shell.HasExited) throw new InvalidOperationException($"the script ended: {File.ReadAllText(Output)}");
    }

    public void Dispose()
    {
        _shell.StandardInput.Close();
        _shell.WaitForExit(Patience.Limit);
        _shell.Dispose();
    }
}
