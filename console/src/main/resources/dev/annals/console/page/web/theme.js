// Before the first paint, so that a dark page never flashes white. Without a choice the system decides.
(() => {
  try {
    const chosen = localStorage.getItem('annals-theme');
    if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
  } catch {
    // A browser that keeps nothing follows the system.
  }
})();
