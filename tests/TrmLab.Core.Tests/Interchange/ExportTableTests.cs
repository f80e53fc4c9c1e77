using System.Text;
using TrmLab.Core.Interchange;

namespace TrmLab.Core.Tests.Interchange;

public sealed class ExportTableTests
{
    private static readonly ExportTable Table = new(["Name", "Steps", "Exact"], [["a, \"b\"", 10L, 1 / 3.0], ["Zürich", null, double.NaN], [null, 3, ExportTable.Known(double.NaN)]]);

    [Fact]
    public void Csv_has_all_digits_and_empty_cells_where_there_is_nothing() =>
        Assert.Equal("Name,Steps,Exact\r\n\"a, \"\"b\"\"\",10,0.3333333333333333\r\nZürich,,NaN\r\n,3,\r\n", Encoding.UTF8.GetString(Table.ToCsv()));

    [Fact]
    public void Json_has_an_object_per_row_named_by_the_titles() => Assert.Equal(
        """[{"Name":"a, \"b\"","Steps":10,"Exact":0.3333333333333333},{"Name":"Zürich","Steps":null,"Exact":"NaN"},{"Name":null,"Steps":3,"Exact":null}]""",
        Encoding.UTF8.GetString(Table.ToJson()));
}
