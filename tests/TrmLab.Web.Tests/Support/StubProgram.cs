using System.Diagnostics;

namespace TrmLab.Web.Tests.Support;

/// <summary>A small shell script in a program's place.</summary>
internal static class StubProgram
{
    /// <summary>Writes it and makes it executable.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="body">Its lines, for bash.</param>
    public static void Write(string path, string body)
    {
        File.WriteAllText(path, "#!/bin/bash\n" + body + "\n");
        using var chmod = Process.Start("chmod", ["755", path]);
        chmod.WaitForExit();
    }
}
