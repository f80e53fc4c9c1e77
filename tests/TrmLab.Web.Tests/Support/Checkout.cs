namespace TrmLab.Web.Tests.Support;

/// <summary>What these tests need of the checkout that they were built from.</summary>
internal static class Checkout
{
    public static string Root => Outputs.Checkout;

    /// <summary>The built stand-in for the trainer, of the same build configuration as these tests.</summary>
    public static string FakeTrainer => Outputs.FakeTrainer;
}
