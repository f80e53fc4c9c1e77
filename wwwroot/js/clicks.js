// What a click means beside the handlers of the server.

let pressed;

addEventListener('pointerdown', e => { pressed = e; }, true);

// Dragging over a row selects its text: the click that ends it opens nothing. Seen before Blazor, which listens on the document.
addEventListener('click', e => {
  const row = e.target.closest?.('.runs-table tbody tr'), selection = getSelection();
  // A click from the keyboard has no place.
  const moved = e.detail > 0 && pressed && Math.hypot(e.clientX - pressed.clientX, e.clientY - pressed.clientY) > 3;
  pressed = undefined;
  if (row && moved && !selection.isCollapsed && row.contains(selection.anchorNode)) e.stopPropagation();
}, true);

document.addEventListener('click', e => {
  const button = e.target.closest?.('[data-copy]');
  if (button) copy(button, button.parentElement.querySelector('pre'));
});

async function copy(button, source) {
  let done = true;
  try {
    await navigator.clipboard.writeText(source.textContent);
  } catch {
    // Only a page from this machine or over TLS has a clipboard: as a reader would do it.
    getSelection().selectAllChildren(source);
    done = document.execCommand('copy');
  }
  const word = button.firstChild;
  word.data = done ? 'Copied' : 'Selected';
  setTimeout(() => { word.data = 'Copy'; }, 1500);
}
