using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using MudBlazor;
using TrmLab.Core;

namespace TrmLab.Web.Components.Controls;

/// <summary>Does what was clicked; what refuses it or stands in its way is said in a notice, and the page goes on.</summary>
internal static class SnackbarAttempt
{
    /// <summary>Does it now; whether it was done.</summary>
    public static bool Try(this ISnackbar snackbar, Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (Exception e) when (Reason(e) is { } reason)
        {
            snackbar.Add(reason, Severity.Error);
            return false;
        }
    }

    /// <summary>Does it on another thread and waits; whether it was done.</summary>
    public static Task<bool> TryAsync(this ISnackbar snackbar, Action action) => snackbar.TryAsync(() => Task.Run(action));

    /// <inheritdoc cref="Try"/>
    public static async Task<bool> TryAsync(this ISnackbar snackbar, Func<Task> action)
    {
        try
        {
            await action();
            return true;
        }
        catch (Exception e) when (Reason(e) is { } reason)
        {
            snackbar.Add(reason, Severity.Error);
            return false;
        }
    }

    /// <summary>What to say of a failure that is none of the program's; null for a fault of the program, which shows as one.</summary>
    public static string? Reason(Exception failure) => failure switch
    {
        InputException => failure.Message,
        IOException or UnauthorizedAccessException or DbException => $"It could not be done: {failure.Message}",
        DbUpdateException => $"It could not be done: {(failure.InnerException ?? failure).Message}",
        _ => null,
    };
}
