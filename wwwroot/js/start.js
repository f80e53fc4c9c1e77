// Starts Blazor and keeps it connected: tries again for as long as the page is open, and loads the page anew when the server has
// forgotten it (it was restarted). The address and the server's files hold everything, so nothing is lost.

import './clicks.js';

const bar = document.getElementById('components-reconnect-modal');
const text = document.getElementById('connection-text');

bar.addEventListener('components-reconnect-state-changed', e => {
  const step = document.documentElement.dataset.drawnStep;
  if (e.detail.state === 'show') {
    text.textContent = 'Connection lost - reconnecting' + (step ? '; data to step ' + Number(step).toLocaleString('en-US') : '');
  }
  if (e.detail.state === 'rejected') location.reload();
  if (e.detail.state === 'failed') waitForServer();
});

// A slash leads to the page's filter, as elsewhere.
document.addEventListener('keydown', e => {
  const filter = document.getElementById('filter');
  if (e.key !== '/' || !filter || e.ctrlKey || e.metaKey || e.altKey || e.target.closest('input, textarea, select, [contenteditable]')) return;
  e.preventDefault();
  filter.focus();
});

async function waitForServer() {
  for (;;) {
    try {
      if ((await fetch('healthz', { cache: 'no-store' })).ok) return location.reload();
    } catch {
      // Still away.
    }
    await new Promise(r => setTimeout(r, 1000));
  }
}

Blazor.start({
  circuit: {
    reconnectionOptions: {
      maxRetries: 100000,
      retryIntervalMilliseconds: n => n < 20 ? 500 : 2000,
    },
  },
});
