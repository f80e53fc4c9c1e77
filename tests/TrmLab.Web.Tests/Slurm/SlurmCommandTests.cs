using Microsoft.Extensions.Options;
using TrmLab.Core;
using TrmLab.Web.Hosting;
using TrmLab.Web.Slurm;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Slurm;

/// <summary>How Slurm's programs are reached, with small programs in their place.</summary>
public sealed class SlurmCommandTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("trmlab-test-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Words_reach_the_program_as_they_are_also_through_the_shell_behind_ssh()
    {
        const string Nasty = "it's $(touch hacked) `id` \"x\"; a\tb * > c";
        // What ssh does: its words behind the host, joined, to a shell.
        var ssh = Program("ssh", "shift; exec sh -c \"$*\"");
        foreach (string[] prefix in new[] { Array.Empty<string>(), [ssh, "login"] })
        {
            Assert.Equal($"<{Nasty}><b>", Commands(prefix).Run("printf", ["<%s>", Nasty, "b"]));
        }

        Assert.Equal("#!/bin/bash\n", Commands([ssh, "login"]).Run("cat", [], "#!/bin/bash\n"));
    }

    [Fact]
    public void A_program_that_is_not_there_is_named_with_what_to_do()
    {
        Assert.Contains("cannot run no-sbatch here", Failure([], "no-sbatch"));
        Assert.Contains("Lab:Slurm:CommandPrefix", Failure([], "no-sbatch"));
        Assert.Contains("there is no program no-sbatch (through", Failure([Program("ssh", "shift; exec sh -c \"$*\""), "login"], "no-sbatch"));
    }

    [Fact]
    public void An_ssh_that_does_not_get_through_is_not_taken_for_Slurms_answer()
    {
        var message = Failure([Program("ssh", "echo 'Permission denied (publickey).' >&2; exit 255"), "login"], "squeue");
        Assert.Contains("ssh did not get through", message);
        Assert.Contains("Permission denied (publickey).", message);
    }

    [Fact]
    public void Slurms_own_words_are_told_once_and_without_its_name()
    {
        var sbatch = Program("sbatch", "echo 'sbatch: error: invalid partition specified: x' >&2; echo 'sbatch: error: invalid partition specified: x' >&2; exit 1");
        Assert.EndsWith("code 1): invalid partition specified: x", Failure([], sbatch));
    }

    [Fact]
    public void A_program_that_does_not_answer_is_given_up()
    {
        var failure = Assert.Throws<InputException>(() => Commands([], timeout: 1).Run("sleep", ["600"]));
        Assert.Contains("did not answer within 1 s", failure.Message);
    }

    private static string Failure(string[] prefix, string program, params string[] words) => Assert.Throws<InputException>(() => Commands(prefix).Run(program, words)).Message;

    private static SlurmCommands Commands(string[] prefix, int timeout = 120) => new(new LabData("/nowhere"), Options.Create(new LabOptions { Slurm = new SlurmOptions { CommandPrefix = prefix, CommandTimeoutSeconds = timeout } }));

    private string Program(string name, string body)
    {
        var path = Path.Combine(_root, name);
        StubProgram.Write(path, body);
        return path;
    }
}
