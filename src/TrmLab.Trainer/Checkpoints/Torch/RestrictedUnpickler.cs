namespace TrmLab.Trainer.Checkpoints.Torch;

/// <summary>
/// Carries out a decoded pickle. The only calls are those of <see cref="PickleGlobal"/>, which make dictionaries and views of storages; values
/// are long, double, bool, string, null, object?[] (tuple), List&lt;object?&gt;, dictionaries, storages and tensors.
/// </summary>
internal sealed class RestrictedUnpickler
{
    private const int MostOpenMarks = 64;

    private readonly List<object?> _stack = [];
    private readonly Stack<int> _marks = [];
    private readonly Dictionary<long, object?> _memo = [];

    /// <exception cref="FormatException">Says what is wrong, without the file's name.</exception>
    internal static object? Run(List<PickleInstruction> instructions)
    {
        var machine = new RestrictedUnpickler();
        foreach (var instruction in instructions)
            machine.Step(instruction);
        return machine._stack.Count == 1 && machine._marks.Count == 0 ? machine._stack[0] : throw Malformed();
    }

    private void Step(PickleInstruction instruction)
    {
        switch (instruction.Code)
        {
            case PickleOpcode.Proto or PickleOpcode.Stop:
                break;
            case PickleOpcode.Mark when _marks.Count < MostOpenMarks:
                _marks.Push(_stack.Count);
                break;
            case PickleOpcode.Mark:
                throw new FormatException($"nested more than {MostOpenMarks} deep, which no state dict is");
            case PickleOpcode.None:
                _stack.Add(null);
                break;
            case PickleOpcode.NewTrue or PickleOpcode.NewFalse:
                _stack.Add(instruction.Code == PickleOpcode.NewTrue);
                break;
            case PickleOpcode.BinInt or PickleOpcode.BinInt1 or PickleOpcode.BinInt2 or PickleOpcode.Long1:
                _stack.Add(instruction.Number);
                break;
            case PickleOpcode.BinFloat:
                _stack.Add(BitConverter.Int64BitsToDouble(instruction.Number));
                break;
            case PickleOpcode.BinUnicode:
                _stack.Add(instruction.Text);
                break;
            case PickleOpcode.Global:
                _stack.Add(PickleGlobal.Find(instruction.Text!));
                break;
            case PickleOpcode.BinPut or PickleOpcode.LongBinPut:
                _memo[instruction.Number] = Top();
                break;
            case PickleOpcode.BinGet or PickleOpcode.LongBinGet:
                _stack.Add(_memo.TryGetValue(instruction.Number, out var remembered) ? remembered : throw Malformed());
                break;
            default:
                StepContainer(instruction.Code);
                break;
        }
    }

    private void StepContainer(PickleOpcode code)
    {
        switch (code)
        {
            case PickleOpcode.EmptyTuple:
                _stack.Add(Array.Empty<object?>());
                break;
            case PickleOpcode.Tuple:
                _stack.Add(PopToMark());
                break;
            case PickleOpcode.Tuple1 or PickleOpcode.Tuple2 or PickleOpcode.Tuple3:
                _stack.Add(PopMany(code - PickleOpcode.Tuple1 + 1));
                break;
            case PickleOpcode.EmptyList:
                _stack.Add(new List<object?>());
                break;
            case PickleOpcode.Append or PickleOpcode.Appends:
                var items = code == PickleOpcode.Append ? PopMany(1) : PopToMark();
                Top<List<object?>>().AddRange(items);
                break;
            case PickleOpcode.EmptyDict:
                _stack.Add(new PickleDictionary());
                break;
            case PickleOpcode.SetItem or PickleOpcode.SetItems:
                SetItems(code == PickleOpcode.SetItem ? PopMany(2) : PopToMark());
                break;
            case PickleOpcode.Build:
                // An ordered dictionary's attributes: the version metadata of nn.Module.state_dict(), of no use here.
                _ = Pop();
                _ = Top<PickleDictionary>();
                break;
            case PickleOpcode.Reduce:
                var arguments = Pop() as object?[] ?? throw Malformed();
                _stack.Add(PickleCalls.Call(Pop() as PickleGlobal ?? throw Malformed(), arguments));
                break;
            case PickleOpcode.BinPersistentId:
                _stack.Add(PickleCalls.Storage(Pop()));
                break;
            default:
                throw new InvalidOperationException($"{code} is decoded but not carried out.");
        }
    }

    private void SetItems(object?[] items)
    {
        if (items.Length % 2 != 0)
            throw Malformed();
        var entries = Top<PickleDictionary>().Entries;
        for (var i = 0; i < items.Length; i += 2)
            entries.Add(new(items[i], items[i + 1]));
    }

    private object? Top() => _stack.Count > Floor ? _stack[^1] : throw Malformed();

    private T Top<T>()
        where T : class => Top() as T ?? throw Malformed();

    private object? Pop()
    {
        var top = Top();
        _stack.RemoveAt(_stack.Count - 1);
        return top;
    }

    private object?[] PopMany(int count) => _stack.Count - count >= Floor ? Cut(_stack.Count - count) : throw Malformed();

    private object?[] PopToMark() => _marks.TryPop(out var mark) ? Cut(mark) : throw Malformed();

    /// <summary>Values below the innermost mark belong to it.</summary>
    private int Floor => _marks.TryPeek(out var mark) ? mark : 0;

    private object?[] Cut(int start)
    {
        var cut = _stack.GetRange(start, _stack.Count - start).ToArray();
        _stack.RemoveRange(start, cut.Length);
        return cut;
    }

    private static FormatException Malformed() => new("the pickle is malformed; the file is damaged or was not written by torch.save");
}
