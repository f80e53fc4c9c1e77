namespace TrmLab.Web.Components.Layout;

/// <summary>On a page whose purpose is to change something: a visitor who may only look is told so instead.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ChangesLabAttribute : Attribute;
