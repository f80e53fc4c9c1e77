namespace TrmLab.Web.Inference;

/// <summary>The inference worker could not answer; the message is for the user, as it is. The next request starts a new worker if need be.</summary>
public sealed class InferenceException(string message, Exception? cause = null) : Exception(message, cause);
