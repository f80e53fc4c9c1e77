using TrmLab.Trainer.Commands;
using TrmLab.Trainer.Native.Settings;

// Verbs that compute for long start again with the right allocator and thread settings; the others are done before it would pay.
if (args is ["train" or "evaluate" or "trace" or "worker" or "bench", ..]) Reexec.WithSettings();
return CommandLine.Run(args);
