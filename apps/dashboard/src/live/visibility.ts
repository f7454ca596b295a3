/** A hidden tab gives its connection back after this time. */
const GRACE_MS = 2_000;

/** Calls back when the tab has been hidden for two seconds, or is closed, and when it is shown again. */
export function onVisibility(hidden: () => void, shown: (hiddenMs: number) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hiddenAt: number | undefined;
  const change = (): void => {
    clearTimeout(timer);
    if (document.hidden) {
      hiddenAt = Date.now();
      timer = setTimeout(hidden, GRACE_MS);
    } else if (hiddenAt !== undefined) {
      const since = Date.now() - hiddenAt;
      hiddenAt = undefined;
      shown(since);
    }
  };
  const returned = (event: PageTransitionEvent): void => {
    if (event.persisted) shown(hiddenAt === undefined ? 0 : Date.now() - hiddenAt);
  };
  document.addEventListener('visibilitychange', change);
  window.addEventListener('pagehide', hidden);
  window.addEventListener('pageshow', returned);
  return () => {
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', change);
    window.removeEventListener('pagehide', hidden);
    window.removeEventListener('pageshow', returned);
  };
}
