// Sets the theme before the first paint; src/ui/settings.ts changes it later.
{
  let chosen = null;
  try {
    chosen = localStorage.getItem('job-gateway.theme');
  } catch {
    // Without storage the system's theme is used.
  }
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  document.documentElement.dataset.theme = chosen === 'light' || chosen === 'dark' ? chosen : dark ? 'dark' : 'light';
}
