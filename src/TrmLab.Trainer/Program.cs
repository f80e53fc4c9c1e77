using TrmLab.Trainer.Commands;

return CommandLine.Run(args);
