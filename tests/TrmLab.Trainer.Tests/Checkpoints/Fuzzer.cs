namespace TrmLab.Trainer.Tests.Checkpoints;

/// <summary>Damages bytes in the ways that break parsers. The variable TRMLAB_FUZZ_TRIALS asks for more trials than a usual test run makes.</summary>
internal static class Fuzzer
{
    private static readonly byte[] Extremes = [0, 1, 0x7f, 0x80, 0xff];

    internal static int Trials(int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable("TRMLAB_FUZZ_TRIALS"), out var trials) ? trials : usual;

    internal static byte[] Damage(byte[] good, Random random)
    {
        var content = good.ToList();
        for (var count = random.Next(1, 5); count > 0 && content.Count > 1; count--)
        {
            var at = random.Next(content.Count);
            switch (random.Next(7))
            {
                case 0:
                    content[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    content[at] = (byte)random.Next(256);
                    break;
                case 2:
                    for (var i = at; i < Math.Min(at + 8, content.Count); i++)
                        content[i] = Extremes[random.Next(Extremes.Length)];
                    break;
                case 3:
                    content.RemoveRange(at, random.Next(content.Count - at));
                    break;
                case 4:
                    content.InsertRange(at, content.GetRange(at, Math.Min(random.Next(40), content.Count - at)));
                    break;
                case 5:
                    content.RemoveRange(at, Math.Min(random.Next(1, 9), content.Count - at));
                    break;
                default:
                    content.Insert(at, Extremes[random.Next(Extremes.Length)]);
                    break;
            }
        }

        return [.. content];
    }
}
