using System.CommandLine;
using System.CommandLine.Parsing;
using TrmLab.Core;
using TrmLab.Core.Fetching;
using TrmLab.Core.Puzzles;

namespace TrmLab.Trainer.Commands;

/// <summary><c>trmlab data fetch NAME</c></summary>
internal static class FetchCommand
{
    public const string Name = "fetch";

    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = string.Join(", ", DatasetCatalogue.Entries.Select(e => e.Name)) + "." };
        var output = new Option<string?>("--out") { Description = "Folder for the files; data/downloads/NAME by default." };
        var mirror = new Option<Uri?>("--base-url") { Description = "A mirror that serves the same paths.", CustomParser = Address };
        var proxy = new Option<Uri?>("--proxy") { Description = "HTTP proxy; the system's by default.", CustomParser = Address };
        var local = new Option<string?>("--from") { Description = "A file or folder to take instead of downloading." };
        var command = new Command(Name, "Download the published files of a data set; goes on where an earlier download ended.") { name, output, mirror, proxy, local };
        command.SetAction(parsed =>
        {
            var entry = DatasetCatalogue.Find(parsed.GetRequiredValue(name));
            var folder = parsed.GetValue(output) ?? Path.Combine(DataRoot.Path, "downloads", entry.Folder);
            var options = new FetchOptions { BaseUrl = parsed.GetValue(mirror), Proxy = parsed.GetValue(proxy), LocalSource = parsed.GetValue(local) };
            TerminalProgress.Run((progress, token) =>
            {
                using var fetcher = new DataFetcher(options);
                var bytes = new Relay(progress);
                fetcher.FetchAsync(entry, folder, bytes, token).GetAwaiter().GetResult();
            });
            Console.Out.WriteLine($"{entry.Description}: in {folder} (licence: {entry.Terms})");
            return (int)ExitCode.Done;
        });
        return command;
    }

    private static Uri? Address(ArgumentResult given)
    {
        var text = given.Tokens[0].Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https") return address;
        given.AddError($"'{text}' is no address; give one such as http://mirror.example:8080/");
        return null;
    }

    private sealed class Relay(IProgress<BuildProgress> target) : IProgress<FetchProgress>
    {
        public void Report(FetchProgress value) => target.Report(new BuildProgress(value.File, value.Bytes, value.Total));
    }
}
