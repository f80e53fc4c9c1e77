using TrmLab.FakeTrainer;

// Stands in for the trainer where a test is about the dashboard: the same arguments, files, lock, commands and signals, and curves that
// are a function of the step. FAKE_TRAINER sets its behaviour, such as "steps=200;rate=20;fail=50".
return new FakeRun(FakeBehaviour.Parse(Environment.GetEnvironmentVariable("FAKE_TRAINER") ?? "")).Run(args);
