using System.Text.Json;

namespace TrmLab.Core.Puzzles.Arc;

/// <summary>Turns the JSON of ARC tasks into grids, pairs and tasks; every error names the file, the task, the pair and the cell.</summary>
internal static class ArcJson
{
    internal static JsonDocument Parse(Stream stream, string place)
    {
        try
        {
            return JsonDocument.Parse(stream);
        }
        catch (JsonException e)
        {
            throw new InputException($"{place}: no valid JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}; is the file complete?", e);
        }
        catch (InvalidDataException e)
        {
            throw new InputException($"{place}: the compressed data is damaged ({e.Message}); fetch the file again.", e);
        }
    }

    /// <param name="solutions">The test outputs where they stand in a file of their own, else null.</param>
    /// <param name="wanted">The solutions file that would have to be there if the test outputs are missing.</param>
    internal static ArcTask ReadTask(string id, JsonElement task, JsonElement? solutions, string place, string? wanted = null)
    {
        place = $"{place}: task {id}";
        Expect(task, JsonValueKind.Object, place, "an object with \"train\" and \"test\"");
        List<ArcPair>? train = null, test = null;
        bool testFirst = false;
        foreach (JsonProperty property in task.EnumerateObject())
        {
            if (property.NameEquals("train"))
            {
                train = ReadPairs(property.Value, null, $"{place}, train pair", null);
            }
            else if (property.NameEquals("test"))
            {
                testFirst = train is null;
                test = ReadPairs(property.Value, solutions, $"{place}, test pair", wanted);
            }
        }
        if (train is null || test is null)
            throw new InputException($"{place}: \"{(train is null ? "train" : "test")}\" is missing.");
        return new ArcTask(id, train, test, testFirst);
    }

    private static List<ArcPair> ReadPairs(JsonElement pairs, JsonElement? solutions, string place, string? wanted)
    {
        Expect(pairs, JsonValueKind.Array, place, "a list of pairs");
        if (solutions is { } list && (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() != pairs.GetArrayLength()))
            throw new InputException($"{place}s: there are {pairs.GetArrayLength()} inputs, but the solutions file does not hold as many outputs.");
        var result = new List<ArcPair>(pairs.GetArrayLength());
        foreach (JsonElement pair in pairs.EnumerateArray())
        {
            string here = $"{place} {result.Count + 1}";
            Expect(pair, JsonValueKind.Object, here, "an object with \"input\" and \"output\"");
            if (!pair.TryGetProperty("input", out JsonElement input))
                throw new InputException($"{here}: \"input\" is missing.");
            JsonElement output;
            if (solutions is { } outputs)
                output = outputs[result.Count];
            else if (!pair.TryGetProperty("output", out output))
                throw new InputException($"{here}: \"output\" is missing{(wanted is null ? "." : $"; put the solutions file {wanted} (or .gz) beside it.")}");
            result.Add(new ArcPair(ReadGrid(input, $"{here}, input"), ReadGrid(output, $"{here}, output")));
        }
        return result;
    }

    internal static ArcGrid ReadGrid(JsonElement grid, string place)
    {
        Expect(grid, JsonValueKind.Array, place, "a list of rows");
        int rows = grid.GetArrayLength();
        int columns = rows > 0 && grid[0].ValueKind == JsonValueKind.Array ? grid[0].GetArrayLength() : 0;
        if (rows == 0 || columns == 0)
            throw new InputException($"{place}: the grid is empty.");
        if (rows > ArcGrid.MaximumSide || columns > ArcGrid.MaximumSide)
            throw new InputException($"{place}: the grid has {rows}x{columns} cells; ARC grids have at most {ArcGrid.MaximumSide}x{ArcGrid.MaximumSide}.");
        var cells = new byte[rows * columns];
        int row = 0;
        foreach (JsonElement line in grid.EnumerateArray())
        {
            Expect(line, JsonValueKind.Array, $"{place}, row {row + 1}", "a list of colours");
            if (line.GetArrayLength() != columns)
                throw new InputException($"{place}: row {row + 1} has {line.GetArrayLength()} cells, row 1 has {columns}; all rows must be equally long.");
            int column = 0;
            foreach (JsonElement cell in line.EnumerateArray())
            {
                if (cell.ValueKind != JsonValueKind.Number || !cell.TryGetByte(out byte colour) || colour >= ArcGrid.Colours)
                    throw new InputException($"{place}: row {row + 1}, column {column + 1} holds {cell.GetRawText()}; ARC colours are 0 to 9.");
                cells[(row * columns) + column++] = colour;
            }
            row++;
        }
        return new ArcGrid(rows, columns, cells);
    }

    internal static void Expect(JsonElement element, JsonValueKind kind, string place, string what)
    {
        if (element.ValueKind != kind)
            throw new InputException($"{place}: {what} was expected, not {element.ValueKind.ToString().ToLowerInvariant()}.");
    }
}
