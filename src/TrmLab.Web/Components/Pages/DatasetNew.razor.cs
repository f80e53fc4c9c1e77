using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using TrmLab.Core;
using TrmLab.Web.Datasets;
using TrmLab.Web.Jobs;

namespace TrmLab.Web.Components.Pages;

/// <summary>The form of a new data set. The address is its state: the kind, and each field that was filled in.</summary>
public sealed partial class DatasetNew : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private DatasetForm _form = DatasetForm.All[0];
    private Dictionary<string, string> _texts = [];
    private FormValues _values = null!;
    private JobSpec _job = null!;
    private string? _uploading;
    private string? _error;

    [SupplyParameterFromQuery] public string? Kind { get; set; }

    [SupplyParameterFromQuery] public string[]? Set { get; set; }

    public void Dispose()
    {
        // An upload under way ends with its page.
        _stop.Cancel();
        _stop.Dispose();
    }

    protected override void OnParametersSet()
    {
        _form = DatasetForm.All.FirstOrDefault(form => form.Key == Kind) ?? DatasetForm.All[0];
        _texts = (Set ?? []).Select(text => text.Split('=', 2)).Where(p => p.Length == 2 && _form.Fields.Any(f => f.Key == p[0])).GroupBy(p => p[0]).ToDictionary(g => g.Key, g => g.Last()[1]);
        _values = new FormValues(_form, _texts, Data);
        _job = _form.Job(_values);
    }

    private string[] ErrorsOf(string key) => [.. _values.Problems.Where(p => p.Path == key).Select(p => p.Message)];

    private void Go(string key, string? text)
    {
        _error = null;
        _texts[key] = text ?? "";
        var set = _texts.Where(t => t.Value != _form.Fields.First(f => f.Key == t.Key).Default).Select(t => $"{t.Key}={t.Value}").ToArray();
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters("datasets/new", new Dictionary<string, object?> { ["kind"] = _form.Key, ["set"] = set }), replace: true);
    }

    private async Task Upload(string key, InputFileChangeEventArgs e)
    {
        _uploading = key;
        _error = null;
        try
        {
            if (e.FileCount > Uploads.MaximumFiles) throw new InputException($"{e.FileCount:N0} files are more than the {Uploads.MaximumFiles:N0} that can be uploaded at once; pack them into a .tar.gz, or give their folder on the server.");
            Go(key, await Uploads.SaveAsync(e.GetMultipleFiles(Uploads.MaximumFiles), _stop.Token));
        }
        catch (InputException failure)
        {
            _error = failure.Message;
        }
        catch (OperationCanceledException)
        {
            // The page is closed.
        }
        finally
        {
            _uploading = null;
        }
    }

    private void Start()
    {
        try
        {
            Jobs.Add(_job);
            Navigation.NavigateTo("datasets");
        }
        catch (InputException e)
        {
            _error = e.Message;
        }
    }
}
