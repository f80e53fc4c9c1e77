namespace TrmLab.Web.Tests.Support;

/// <summary>An executable that answers as nvidia-smi does, from two files that a test may change.</summary>
internal sealed class FakeSmi
{
    /// <summary>Two GPUs: one that tells everything, one of the kind that does not.</summary>
    public const string TwoGpus =
        """
        1, GPU-bbbb2222-0000-0000-0000-000000000002, Tesla K80, [N/A], 11, 11441, 34, [Not Supported], [N/A]
        0, GPU-aaaa1111-0000-0000-0000-000000000001, NVIDIA H100 80GB HBM3, 87, 40960, 81559, 61, 402.55, 700.00
        """;

    private readonly string _folder;

    public FakeSmi(string folder)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        Path = System.IO.Path.Combine(folder, "nvidia-smi");
        File.WriteAllText(Path, $"#!/bin/sh\n[ -f '{folder}/broken' ] && {{ echo 'NVIDIA-SMI has failed because it could not communicate with the NVIDIA driver.'; exit 9; }}\ncase \"$1\" in --query-gpu=*) cat '{folder}/gpus';; *) cat '{folder}/processes';; esac\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Gpus(TwoGpus);
        Processes("");
    }

    public string Path { get; }

    public void Gpus(string lines) => File.WriteAllText(System.IO.Path.Combine(_folder, "gpus"), lines + "\n");

    public void Processes(string lines) => File.WriteAllText(System.IO.Path.Combine(_folder, "processes"), lines + "\n");

    public void Break() => File.WriteAllText(System.IO.Path.Combine(_folder, "broken"), "");
}
