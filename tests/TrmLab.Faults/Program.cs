using TrmLab.Faults;

// `dotnet run --project tests/TrmLab.Faults -- list` and so on; `dotnet test` starts the same program with the runner's own words.
return FaultCommand.Knows(args) ? await FaultCommand.RunAsync(args) : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
