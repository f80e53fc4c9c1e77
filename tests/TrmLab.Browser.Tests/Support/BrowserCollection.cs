namespace TrmLab.Browser.Tests.Support;

/// <summary>One after the other: each test measures or waits for a machine that it has for itself.</summary>
[CollectionDefinition("browser", DisableParallelization = true)]
public sealed class BrowserCollection : ICollectionFixture<Chromium>;
