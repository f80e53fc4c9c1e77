using TrmLab.Core.Numerics;

namespace TrmLab.Core.Puzzles.Maze;

/// <summary>Builds a maze data set from CSV files as the reference does: one group per original, whose puzzles are its transforms.</summary>
public sealed class MazeDatasetBuilder
{
    private const int ReportEach = 1 << 6;

    private readonly MazeBuildOptions _options;
    private readonly IProgress<BuildProgress>? _progress;
    private readonly CancellationToken _cancellationToken;
    private readonly PuzzleDatasetWriter _writer;
    private readonly Dictionary<string, int> _trainLines = [];
    private readonly List<MazeLeak> _leaks = [];
    private int? _side;
    private int _ambiguous;
    private int _notShortest;

    private MazeDatasetBuilder(MazeBuildOptions options, PuzzleDatasetWriter writer, IProgress<BuildProgress>? progress, CancellationToken cancellationToken)
    {
        _options = options;
        _writer = writer;
        _progress = progress;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Builds the directory; nothing is left behind if it fails or is cancelled.</summary>
    /// <exception cref="InputException">An option or a row of a file is wrong; the message says which.</exception>
    public static MazeBuildReport Build(MazeBuildOptions options, IProgress<BuildProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (options.TrainCsv is null && options.TestCsv is null)
            throw new InputException("No CSV file is given, neither for training nor for testing.");
        if (options.SubsampleSize < 1)
            throw new InputException("A subsample must have at least one maze.");
        using var writer = new PuzzleDatasetWriter(options.OutputDirectory);
        var builder = new MazeDatasetBuilder(options, writer, progress, cancellationToken);
        PuzzleSplitWriter? train = options.TrainCsv is { } trainCsv ? builder.WriteTrain(trainCsv) : null;
        PuzzleSplitWriter? test = options.TestCsv is { } testCsv ? builder.WriteTest(testCsv) : null;
        writer.WriteIdentifiers(["<blank>"]);
        writer.Complete();
        return new MazeBuildReport(
            builder._side!.Value, train?.Groups ?? 0, train?.Examples ?? 0, test?.Groups ?? 0, builder._leaks, builder._ambiguous, builder._notShortest);
    }

    private PuzzleSplitWriter WriteTrain(string csv)
    {
        IEnumerable<MazePuzzle> mazes = Checked(csv);
        if (_options.SubsampleSize is { } size)
            mazes = RandomSubset.Take(mazes, size, new SeededRandom(_options.Seed, stream: 1));
        return Write("train", csv, mazes.Select(Remember), _options.Transforms ? Dihedral.Count : 1);

        MazePuzzle Remember(MazePuzzle maze)
        {
            _trainLines.TryAdd(MazeCanonicalForm.KeyOf(maze.Question), maze.Line);
            return maze;
        }
    }

    private PuzzleSplitWriter WriteTest(string csv)
    {
        MazeSearch? search = null;
        return Write("test", csv, Checked(csv).Select(Compare), transforms: 1);

        MazePuzzle Compare(MazePuzzle maze)
        {
            search ??= new MazeSearch(maze.Side);
            _ambiguous += search.HasUniqueShortestPath(maze.Question) ? 0 : 1;
            if (_trainLines.TryGetValue(MazeCanonicalForm.KeyOf(maze.Question), out int line))
                _leaks.Add(new MazeLeak(line, maze.Line));
            return maze;
        }
    }

    private PuzzleSplitWriter Write(string split, string csv, IEnumerable<MazePuzzle> mazes, int transforms)
    {
        PuzzleSplitWriter? output = null;
        MazeSearch? search = null;
        foreach (MazePuzzle maze in mazes)
        {
            if (output is null)
            {
                CheckSide(maze, csv);
                output = _writer.AddSplit(split, MazeTokens.Metadata(maze.Side), countGroupsAsPuzzles: true);
                search = new MazeSearch(maze.Side);
            }
            _notShortest += search!.ShortestMoves(maze.Question) == maze.Answer.AsSpan().Count(MazeTokens.Path) + 1 ? 0 : 1;
            MazeSplit.Append(output, maze, transforms);
            if (output.Groups % ReportEach == 0)
            {
                _cancellationToken.ThrowIfCancellationRequested();
                _progress?.Report(new BuildProgress(split, output.Groups, null));
            }
        }
        _progress?.Report(new BuildProgress(split, output!.Groups, output.Groups));
        return output!;
    }

    private IEnumerable<MazePuzzle> Checked(string csv)
    {
        var seen = new DuplicateCheck(csv);
        foreach (MazePuzzle maze in MazeCsv.Read(csv))
        {
            if (!_options.AllowDuplicates)
                seen.Add(maze.Question, maze.Line);
            yield return maze;
        }
    }

    private void CheckSide(MazePuzzle maze, string csv)
    {
        _side ??= maze.Side;
        if (_side != maze.Side)
            throw new InputException($"{csv}: the mazes are {maze.Side}x{maze.Side}, those of {_options.TrainCsv} {_side}x{_side}; both splits must be alike.");
    }
}
