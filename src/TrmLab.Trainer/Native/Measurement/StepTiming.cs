namespace TrmLab.Trainer.Native.Measurement;

/// <summary>How long whole training steps took: forward, backward, optimisers, average.</summary>
/// <param name="Config">Name of the configuration.</param>
/// <param name="Engine">autograd or native.</param>
/// <param name="ForwardType">Data type of the forward pass.</param>
/// <param name="Steps">Timed steps.</param>
/// <param name="MedianMs">Wall-clock time of a step.</param>
/// <param name="CpuMs">Processor time of a step, all threads: median. Less disturbed by other programs than the wall clock.</param>
/// <param name="Gflops">Matrix products' 10^9 operations per second at the median.</param>
/// <param name="PageFaults">Minor page faults per step.</param>
/// <param name="PeakMemoryMb">Largest resident memory of the process so far.</param>
/// <param name="FinalLoss">Loss of the last step, which identical runs share to the last digit.</param>
public sealed record StepTiming(
    string Config,
    string Engine,
    string ForwardType,
    int Threads,
    int Steps,
    double MedianMs,
    double MinMs,
    double MaxMs,
    double CpuMs,
    double MinCpuMs,
    double Gflops,
    double PageFaults,
    double PeakMemoryMb,
    double FinalLoss);
