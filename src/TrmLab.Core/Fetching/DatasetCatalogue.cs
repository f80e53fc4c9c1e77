namespace TrmLab.Core.Fetching;

/// <summary>The published data sets of the paper.</summary>
public static class DatasetCatalogue
{
    // The combined ARC files that the reference builds from, at the commit of its published results.
    private const string ArcFolder = "SamsungSAILMontreal/TinyRecursiveModels/e7b68717f0a6c4cbb4ce6fbef787b14f42083bd9/kaggle/combined";

    public static IReadOnlyList<CatalogueEntry> Entries { get; } =
    [
        new("sudoku-extreme", "sudoku-extreme", "Sudoku-Extreme: 3.83 million training and 422,786 test puzzles", "no licence stated",
        [
            HuggingFace("sapientinc/sudoku-extreme", "train.csv"),
            HuggingFace("sapientinc/sudoku-extreme", "test.csv"),
        ]),
        new("maze-hard", "maze-hard", "Maze-Hard: 1000 training and 1000 test mazes of 30x30", "no licence stated",
        [
            HuggingFace("sapientinc/maze-30x30-hard-1k", "train.csv"),
            HuggingFace("sapientinc/maze-30x30-hard-1k", "test.csv"),
        ]),
        new("arc1", "arc", "ARC-AGI-1: 400 training and 400 evaluation tasks", "Apache-2.0",
        [
            Arc("arc-agi_training_challenges.json", 1269733, "5b02a4753e9088134744d952b048a03f6f23abf4eb6c04e3f27822cf3d439634"),
            Arc("arc-agi_training_solutions.json", 184616, "47212ad04ef4211221ac6141cba8c8d425e20e90da90ace575ef286c5f992534"),
            Arc("arc-agi_evaluation_challenges.json", 2062906, "2b05f8f7d33b73fdbefd69914c399e9409d1949c7f16aabc78e677443a64b208"),
            Arc("arc-agi_evaluation_solutions.json", 312989, "629622b0eecf42c6cb4da628955ef76ec43214f0d00081f8cf63082ade496c52"),
        ]),
        new("arc2", "arc", "ARC-AGI-2: 1000 training and 120 evaluation tasks", "Apache-2.0",
        [
            Arc("arc-agi_training2_challenges.json", 4010050, "779eaba89790ebad9af02514a7efc0aefaf2cf8236f046a31bbf8b9ec48f20f5"),
            Arc("arc-agi_training2_solutions.json", 658743, "9f07a38bd25af5e83aa5bf85c5cb1a1fefdb30f6a755256fa65429e697ca97f9"),
            Arc("arc-agi_evaluation2_challenges.json", 984679, "e7c62a4bd211867c6b538f66b8013b81f299663c82ca062f49a52bf439d6e4e8"),
            Arc("arc-agi_evaluation2_solutions.json", 223838, "84be4f4f39b79e82c36d565fc878830988b094917f052ee7069aef30b33ca8f1"),
        ]),
        new("concept", "arc", "ConceptARC: 160 tasks that the paper trains on beside ARC", "MIT",
        [
            Arc("arc-agi_concept_challenges.json", 804217, "4e60bd1de956c2519c3236ba9f2c352c971d5971bfc568ceafa716dd9b1a91fd"),
            Arc("arc-agi_concept_solutions.json", 209979, "3ec5e95e416e49c85dac28475fc5b73f6998d13b7e91ff0219eee48881c327ee"),
        ]),
    ];

    /// <exception cref="InputException">There is no such data set; the message lists them.</exception>
    public static CatalogueEntry Find(string name) =>
        Entries.FirstOrDefault(entry => entry.Name == name)
        ?? throw new InputException($"There is no data set '{name}' to fetch; there are {string.Join(", ", Entries.Select(entry => entry.Name))}.");

    private static CatalogueFile HuggingFace(string repository, string file) =>
        new(file, FetchHost.HuggingFace, $"datasets/{repository}/resolve/main/{file}");

    private static CatalogueFile Arc(string file, long bytes, string sha256) =>
        new(file, FetchHost.GitHub, $"{ArcFolder}/{file}", bytes, sha256);
}
