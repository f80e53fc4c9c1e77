using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.Options;
using TrmLab.Web.Hosting;

namespace TrmLab.Web.Security;

/// <summary>Says behind every event of a page who its visitor is, also where the connection was opened long ago.</summary>
public sealed class CircuitAccess(AuthenticationStateProvider visitor, IOptions<LabOptions> options) : CircuitHandler
{
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) => async context =>
    {
        var state = await visitor.GetAuthenticationStateAsync();
        LabAccess.Enter(options.Value.ReadOnly || LabAccess.IsViewing(state.User));
        await next(context);
    };
}
