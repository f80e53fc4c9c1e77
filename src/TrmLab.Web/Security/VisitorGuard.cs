using Microsoft.Extensions.Options;
using TrmLab.Web.Hosting;

namespace TrmLab.Web.Security;

/// <summary>Says behind every request, and with it behind every circuit and hub connection, whether its visitor may change anything.</summary>
public sealed class VisitorGuard(RequestDelegate next, IOptions<LabOptions> options)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var viewer = options.Value.ReadOnly || LabAccess.IsViewing(context.User);
        LabAccess.Enter(viewer);
        if (viewer && !IsLook(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        await next(context);
    }

    // Connections of pages and hubs are opened by POST; what they may do then is decided at each call.
    private static bool IsLook(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method)
        || request.Path.StartsWithSegments("/_blazor") || request.Path.StartsWithSegments("/hubs") || request.Path.StartsWithSegments("/login");
}
