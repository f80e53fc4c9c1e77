using System.Diagnostics;
using TrmLab.Core;
using TrmLab.Trainer.Distributed;
using TrmLab.Trainer.Distributed.Nccl;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Tests.Distributed;

/// <summary>
/// The calls into NCCL, against a stand-in built here whose ranks are threads of one process and whose device is the host: names, order and
/// widths of arguments, passing of the id, errors. What GPUs do is not tested by this.
/// </summary>
public sealed class NcclTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Two_ranks_sum_broadcast_and_gather()
    {
        var library = Library();
        Assert.Equal("NCCL 2.21.5", library.Version());
        ThreadCollectives.Run(2, threads =>
        {
            var id = NcclIdExchange.Over(threads, library);
            using var nccl = new NcclCollectives(library, id, threads.Rank, 2, CPU);
            using var sum = tensor(new float[] { 1, 2, 3 }).add(threads.Rank * 10);
            nccl.Sum(sum);
            Assert.Equal([12f, 14, 16], sum.data<float>().ToArray());
            using var exact = tensor(new[] { 0.1 + threads.Rank });
            nccl.Sum(exact);
            Assert.Equal([0.1 + 1.1], exact.data<double>().ToArray());

            using var values = tensor(new[] { 7L + threads.Rank, 8 });
            nccl.Broadcast(values);
            Assert.Equal([7L, 8], values.data<long>().ToArray());

            using var part = tensor(new[] { threads.Rank, threads.Rank + 5 });
            using var all = zeros([4], ScalarType.Int32);
            nccl.Gather(part, all);
            Assert.Equal([0, 5, 1, 6], all.data<int>().ToArray());
            Assert.Equal(["0", "1"], nccl.GatherTexts(threads.Rank.ToString()));
        });
    }

    [Fact]
    public void The_id_also_goes_through_a_file_that_must_be_new()
    {
        var library = Library();
        var path = _directory["id"];
        ThreadCollectives.Run(2, threads =>
        {
            using var nccl = new NcclCollectives(library, NcclIdExchange.Through(path, threads.Rank, library), threads.Rank, 2, CPU);
            Assert.Equal([0, 1], nccl.GatherNumbers(threads.Rank));
        });
        Assert.Contains("from an earlier start", Assert.Throws<InputException>(() => NcclIdExchange.Through(path, 0, library)).Message);
    }

    [Fact]
    public void An_error_names_its_cause()
    {
        var library = Library();
        // The stand-in refuses more ranks than it has seats.
        var error = Assert.Throws<CollectiveException>(() => library.Join(1000, library.NewId(), 0));
        Assert.Contains("invalid argument", error.Message);
        Assert.Contains("NCCL_DEBUG", error.Message);
    }

    [Fact]
    public void A_missing_library_is_named() =>
        Assert.Contains("libnccl2", Assert.Throws<InputException>(() => NcclLibrary.Load(name => name == NcclLibrary.PathVariable ? "/nowhere/libnccl.so" : null)).Message);

    private NcclLibrary Library()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "NCCL is for Linux");
        var path = _directory["libnccl.so"];
        try
        {
            using var compiler = Process.Start(new ProcessStartInfo("gcc", ["-shared", "-fPIC", "-pthread", "-o", path, Path.Combine(AppContext.BaseDirectory, "Distributed", "nccl_stand_in.c")]))!;
            compiler.WaitForExit();
            Assert.Equal(0, compiler.ExitCode);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("gcc is not installed: the stand-in for NCCL cannot be built");
        }

        return NcclLibrary.Load(name => name == NcclLibrary.PathVariable ? path : null);
    }
}
