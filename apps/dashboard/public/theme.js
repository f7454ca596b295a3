// Sets the theme before the first paint; src/ui/settings.ts changes it later.
(function () {
  var root = document.documentElement;
  var chosen = null;
  try {
    chosen = localStorage.getItem('job-gateway.theme');
  } catch (error) {
    // Without storage the system's theme is used.
  }
  var dark = matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = chosen === 'light' || chosen === 'dark' ? chosen : dark ? 'dark' : 'light';
})();
