// Remembers the theme in a cookie, which the server reads before the first frame, and says when the system changes.
const system = matchMedia('(prefers-color-scheme: dark)');

export function choose(cookie, preference) {
  const dark = system.matches ? 'dark' : 'light';
  document.cookie = `${cookie}=${preference}.${dark}; path=/; max-age=31536000; samesite=strict`;
  document.documentElement.dataset.theme = preference === 'system' ? dark : preference;
}

export function follow(page, cookie, preference) {
  choose(cookie, preference);
  page.invokeMethodAsync('SystemThemeChanged', system.matches);
  system.addEventListener('change', () => page.invokeMethodAsync('SystemThemeChanged', system.matches));
}
