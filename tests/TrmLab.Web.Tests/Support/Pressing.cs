using Bunit;
using Microsoft.AspNetCore.Components;

namespace TrmLab.Web.Tests.Support;

/// <summary>Clicks and entries on a page that other threads may draw anew at any time.</summary>
internal static class Pressing
{
    /// <summary>Finds and clicks in one go: an element that was found before the page was drawn anew has no handler any more.</summary>
    /// <param name="place">Among those that the selector finds.</param>
    public static void Press<T>(this IRenderedComponent<T> page, string selector, int place = 0)
        where T : IComponent
    {
        page.WaitForAssertion(() => Assert.True(page.FindAll(selector).Count > place, selector));
        page.InvokeAsync(() => page.FindAll(selector)[place].Click()).GetAwaiter().GetResult();
    }

    /// <summary>Fills a field in, found and changed in one go for the same reason.</summary>
    public static void Fill<T>(this IRenderedComponent<T> page, string selector, string value)
        where T : IComponent
    {
        page.WaitForElement(selector);
        page.InvokeAsync(() => page.Find(selector).Change(value)).GetAwaiter().GetResult();
    }

    /// <summary>Sets or clears a box, likewise.</summary>
    public static void Tick<T>(this IRenderedComponent<T> page, string selector, bool isChecked)
        where T : IComponent
    {
        page.WaitForElement(selector);
        page.InvokeAsync(() => page.Find(selector).Change(isChecked)).GetAwaiter().GetResult();
    }
}
