using TrmLab.Core.Puzzles.Maze;
using TrmLab.Web.Datasets;
using TrmLab.Web.Hosting;
using TrmLab.Web.Jobs;

namespace TrmLab.Web.Tests.Datasets;

public sealed class DatasetFormTests : IDisposable
{
    private readonly LabData _data = new(Directory.CreateTempSubdirectory("trmlab-form-").FullName);

    public void Dispose() => Directory.Delete(_data.Root, recursive: true);

    [Fact]
    public void Texts_become_a_job()
    {
        var (job, values) = Read("generate-maze", ("name", "m"), ("kind", "walls"), ("size", "12"), ("moves", "14-40"), ("transforms", "false"));
        Assert.Empty(values.Problems);
        Assert.Equal(new GenerateMazeJob { Name = "m", Kind = MazeKind.RandomWalls, Side = 12, Train = 1000, Test = 200, Moves = new NumberRange(14, 40), Transforms = false }, job);
        Assert.Equal("trmlab data generate maze --kind walls --size 12 --train 1000 --test 200 --moves 14-40 --no-transforms --seed 0 --out /out", job.CommandLine("/out"));
    }

    [Fact]
    public void All_problems_stand_beside_their_fields_at_once()
    {
        Directory.CreateDirectory(Path.Combine(_data.Datasets, "taken"));
        var (_, values) = Read("sudoku-csv", ("name", "taken"), ("train", "/no/such.csv"), ("subsample", "0"), ("augment", "many"), ("min_difficulty", "hard"), ("seed", ""));
        Assert.Equal(["augment", "min_difficulty", "name", "seed", "subsample", "train"], values.Problems.Select(p => p.Path).Order());
        Assert.Contains("/no/such.csv", values.Problems.First(p => p.Path == "train").Message);
    }

    [Theory]
    [InlineData("sudoku-csv", "train")]
    [InlineData("maze-csv", "train")]
    [InlineData("arc-json", "tasks")]
    public void An_import_needs_a_file(string form, string field) => Assert.Contains(Read(form).Values.Problems, p => p.Path == field);

    [Fact]
    public void A_choice_that_is_none_and_a_password_to_be_stored_are_refused()
    {
        var (_, values) = Read("published", ("set", "nonsense"), ("proxy", "http://me:secret@proxy.example"), ("mirror", "mirror.example"));
        Assert.Equal(["mirror", "proxy", "set"], values.Problems.Select(p => p.Path).Order());
    }

    [Fact]
    public void A_relative_path_is_below_the_data_folder()
    {
        File.WriteAllText(Path.Combine(_data.Root, "own.csv"), "");
        var (job, values) = Read("maze-csv", ("train", "own.csv"));
        Assert.Empty(values.Problems);
        Assert.Equal(Path.Combine(_data.Root, "own.csv"), ((BuildMazeJob)job).TrainCsv);
    }

    private (JobSpec Job, FormValues Values) Read(string form, params (string Key, string Text)[] texts)
    {
        var found = DatasetForm.All.Single(f => f.Key == form);
        var values = new FormValues(found, texts.ToDictionary(t => t.Key, t => t.Text), _data);
        return (found.Job(values), values);
    }
}
