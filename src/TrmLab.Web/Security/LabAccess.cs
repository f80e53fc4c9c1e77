using System.Security.Claims;
using TrmLab.Core;

namespace TrmLab.Web.Security;

/// <summary>
/// What the visitor behind the present call may do. It flows with the call, through awaits and tasks, so that a service can refuse a
/// change whichever page, hub or address it came by. Work of the server itself has no visitor and may do everything.
/// </summary>
public static class LabAccess
{
    private static readonly AsyncLocal<bool> Viewing = new();

    /// <summary>The visitor may look and change nothing.</summary>
    public static bool IsViewer => Viewing.Value;

    /// <summary>Says who makes the calls from here on.</summary>
    public static void Enter(bool viewer) => Viewing.Value = viewer;

    /// <summary>Called first by everything that changes a run, a data set, a setting or a file.</summary>
    /// <exception cref="InputException">The visitor may only look.</exception>
    public static void RequireChange()
    {
        if (IsViewer) throw new InputException("this lab is shared read-only: nothing can be changed here; sign in with the access token to change it");
    }

    /// <summary>True for whoever signed in to look only.</summary>
    public static bool IsViewing(ClaimsPrincipal user) => user.HasClaim(TokenHandler.Access, nameof(TokenLevel.View));
}
