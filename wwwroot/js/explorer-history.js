// The puzzles looked at last, in this browser.
const historyKey = 'trmlab-explorer-history';

/** Puts a view at the front of this browser's history of puzzles and lists them. */
export function remember(title, address, list) {
  let entries = [];
  try {
    entries = JSON.parse(localStorage.getItem(historyKey) ?? '[]');
  } catch {
    // Somebody else's value: begin anew.
  }
  entries = [{ title, address }, ...entries.filter(e => e.address !== address)].slice(0, 12);
  localStorage.setItem(historyKey, JSON.stringify(entries));
  list.replaceChildren(...entries.map(e => {
    const item = document.createElement('li'), link = document.createElement('a');
    link.href = e.address;
    link.textContent = e.title;
    item.append(link);
    return item;
  }));
}
