using TrmLab.Web.Slurm;

namespace TrmLab.Web.Hosting;

/// <summary>Settings of this host, section <c>Lab</c> of appsettings.json; a run's settings are in its <c>config.json</c>.</summary>
public sealed class LabOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Lab";

    /// <summary>Folder of runs, data sets and the index; empty takes <c>TRMLAB_DATA</c>, else the <c>data</c> folder of the checkout or beside the program.</summary>
    public string DataRoot { get; set; } = "";

    /// <summary>PostgreSQL connection string of the index; empty keeps it in SQLite, in the data folder.</summary>
    public string Index { get; set; } = "";

    /// <summary>The trainer's executable; empty takes the one that was built or published with the dashboard.</summary>
    public string TrainerPath { get; set; } = "";

    /// <summary>The program that lists the GPUs; a name is looked for in PATH.</summary>
    public string NvidiaSmiPath { get; set; } = "nvidia-smi";

    /// <summary>How this lab uses a cluster.</summary>
    public SlurmOptions Slurm { get; set; } = new();

    /// <summary>Access token; empty asks for none on a loopback address and draws one for any other.</summary>
    public string Token { get; set; } = "";

    /// <summary>A second token for those who may look and change nothing; empty for none. With it the first one is asked for on every address.</summary>
    public string ViewToken { get; set; } = "";

    /// <summary>Nobody may change anything, whatever the token.</summary>
    public bool ReadOnly { get; set; }

    /// <summary>Milliseconds between two looks at the logs of live runs.</summary>
    public int TailIntervalMilliseconds { get; set; } = 100;

    /// <summary>Milliseconds between two looks at all runs' states.</summary>
    public int WatchIntervalMilliseconds { get; set; } = 1000;

    /// <summary>Device of the inference worker: cpu, auto, cuda or cuda:N.</summary>
    public string WorkerDevice { get; set; } = "cpu";

    /// <summary>Megabytes of memory that the inference worker may use before it ends itself.</summary>
    public int WorkerMemoryMegabytes { get; set; } = 4096;

    /// <summary>Seconds after which a trace that is not answered is given up.</summary>
    public int WorkerTimeoutSeconds { get; set; } = 120;
}
