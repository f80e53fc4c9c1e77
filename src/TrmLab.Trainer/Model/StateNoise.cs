namespace TrmLab.Trainer.Model;

/// <summary>Gaussian noise on the recursion's state (probabilistic rollouts, arXiv 2605.19943).</summary>
/// <param name="Sigma">Standard deviation; the states' own is about 1.</param>
/// <param name="OnAnswer">Disturb y (the only state of trm_singlez and transformer).</param>
/// <param name="OnLatents">Disturb z.</param>
public sealed record StateNoise(double Sigma, bool OnAnswer, bool OnLatents);
