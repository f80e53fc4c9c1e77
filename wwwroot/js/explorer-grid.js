// Draws a puzzle's grid with its layers on a canvas: Sudoku with boxes, mazes, ARC grids in their colours, anything else as tokens.
import { attentionFrom, entropy, first, isBroken, isChanged, isGiven, isLabelled, isWrong, probability, secondProbability } from './explorer-trace.js';

export const layers = [
  ['answer', 'Answer'], ['changed', 'Changed'], ['wrong', 'Wrong'], ['broken', 'Broken'], ['entropy', 'Entropy'], ['margin', 'Margin'], ['attention', 'Attention'],
  ['question', 'Question'], ['label', 'Label'],
];
const arcColours = ['#000000', '#0074d9', '#ff4136', '#2ecc40', '#ffdc00', '#aaaaaa', '#f012be', '#ff851b', '#7fdbff', '#870c25'];
export const marks = { wrong: '#d55e00', changed: '#0072b2', broken: '#cc79a7', attention: '#e69f00', entropy: '#56b4e9', good: '#009e73' };

/** Colours of the theme in use, read from the page. */
export function palette(el) {
  const style = getComputedStyle(el), of = (name, other) => style.getPropertyValue(name).trim() || other;
  return {
    text: of('--mud-palette-text-primary', '#222'), faint: of('--mud-palette-text-secondary', '#666'), surface: of('--mud-palette-surface', '#fff'),
    line: of('--mud-palette-lines-default', '#ccc'), primary: of('--mud-palette-primary', '#06c'), back: of('--mud-palette-background', '#eee'),
  };
}

export const rowsOf = t => Math.ceil(t.header.cells / t.figures.columns);

/** Tokens to draw in place of the answer: those being edited, the question or the label (nothing where none is known); null for the answer. */
function fixedTokens(t, o) {
  if (o.question || o.layer === 'question') return o.question ?? t.inputs;
  return o.layer === 'label' ? Array.from(t.labels, (token, c) => isLabelled(t, c) ? token : 0) : null;
}

/** Part of the layer's colour that a cell gets, 0..1. */
function weight(t, r, c, layer, attention) {
  switch (layer) {
    case 'changed': return isChanged(t, r, c) ? 1 : 0;
    case 'wrong': return isWrong(t, r, c) ? 1 : 0;
    case 'broken': return isBroken(t, r, c) ? 1 : 0;
    case 'entropy': return entropy(t, r, c) / Math.log(t.header.vocabulary);
    case 'margin': return 1 - (probability(t, r, c) - secondProbability(t, r, c));
    case 'attention': return attention ? attention[c] / attention.largest : 0;
    default: return 0;
  }
}

const colourOf = { changed: marks.changed, wrong: marks.wrong, broken: marks.broken, entropy: marks.entropy, margin: marks.entropy, attention: marks.attention };

/** Draws record `r`; `o` has layer, cell (focused, or -1), colours. The canvas keeps its size. */
export function drawGrid(canvas, t, r, o) {
  const ctx = canvas.getContext('2d'), { kind, columns } = t.figures, rows = rowsOf(t), p = o.colours;
  const size = Math.floor(Math.min(canvas.width / columns, canvas.height / rows)), x0 = Math.floor((canvas.width - size * columns) / 2), y0 = Math.floor((canvas.height - size * rows) / 2);
  ctx.fillStyle = p.surface;
  ctx.fillRect(0, 0, canvas.width, canvas.height);
  let attention = null;
  if (o.layer === 'attention' && o.cell >= 0 && (attention = attentionFrom(t, r, o.cell))) attention.largest = Math.max(...attention, 1e-9);
  const fixed = fixedTokens(t, o), asked = fixed && o.layer !== 'label';
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  for (let c = 0; c < t.header.cells; c++) {
    const x = x0 + c % columns * size, y = y0 + Math.floor(c / columns) * size, token = fixed ? fixed[c] : first(t, r, c);
    drawCell(ctx, t, c, token, x, y, size, kind, p, asked);
    const w = fixed ? 0 : weight(t, r, c, o.layer, attention);
    if (w > 0.02) shade(ctx, x, y, size, colourOf[o.layer], w, kind);
    if (kind === 'sudoku' || kind === 'tokens') digit(ctx, t, c, token, x, y, size, p, !fixed && isWrong(t, r, c));
  }
  lines(ctx, t, x0, y0, size, rows, columns, kind, p);
  if (o.cell >= 0) {
    ctx.strokeStyle = p.primary;
    ctx.lineWidth = Math.max(2, size / 14);
    ctx.strokeRect(x0 + o.cell % columns * size + 1, y0 + Math.floor(o.cell / columns) * size + 1, size - 2, size - 2);
  }
  canvas.geometry = { x0, y0, size, columns, rows };
}

function drawCell(ctx, t, c, token, x, y, size, kind, p, question) {
  let fill = p.surface;
  if (kind === 'arc') fill = token >= 2 ? arcColours[token - 2] : token === 1 ? p.line : p.surface;
  else if (kind === 'maze') fill = token === 1 ? '#3b4350' : token === 3 ? marks.good : token === 4 ? marks.wrong : token === 5 ? marks.attention : p.surface;
  else if (question ? token > 1 : isGiven(t, c)) fill = p.back;
  ctx.fillStyle = fill;
  ctx.fillRect(x, y, size, size);
  if (kind === 'maze' && (token === 3 || token === 4) && size > 7) {
    ctx.fillStyle = '#fff';
    ctx.font = `600 ${Math.floor(size * 0.7)}px system-ui, sans-serif`;
    ctx.fillText(token === 3 ? 'S' : 'G', x + size / 2, y + size / 2 + 1);
  }
}

// Drawn cells keep their own colour, so mazes and ARC grids carry the layer as a frame.
function shade(ctx, x, y, size, colour, w, kind) {
  ctx.globalAlpha = Math.min(1, w) * (kind === 'maze' || kind === 'arc' ? 0.95 : 0.45);
  if (kind === 'maze' || kind === 'arc') {
    ctx.strokeStyle = colour;
    ctx.lineWidth = Math.max(2, size / 5);
    ctx.strokeRect(x + ctx.lineWidth / 2, y + ctx.lineWidth / 2, size - ctx.lineWidth, size - ctx.lineWidth);
  } else {
    ctx.fillStyle = colour;
    ctx.fillRect(x, y, size, size);
  }
  ctx.globalAlpha = 1;
}

function digit(ctx, t, c, token, x, y, size, p, wrong) {
  const sign = t.figures.signs[token] ?? '?';
  if (!sign) return;
  const given = isGiven(t, c);
  ctx.font = `${given ? 700 : 400} ${Math.floor(size * 0.56)}px system-ui, sans-serif`;
  ctx.fillStyle = p.text;
  ctx.fillText(sign, x + size / 2, y + size / 2 + size * 0.04);
  // Not by colour alone: a wrong cell is struck out in every layer.
  if (wrong) {
    ctx.strokeStyle = marks.wrong;
    ctx.lineWidth = Math.max(1.5, size / 22);
    ctx.beginPath();
    ctx.moveTo(x + size * 0.24, y + size * 0.8);
    ctx.lineTo(x + size * 0.76, y + size * 0.2);
    ctx.stroke();
  }
}

function lines(ctx, t, x0, y0, size, rows, columns, kind, p) {
  if (kind !== 'maze') {
    ctx.strokeStyle = p.line;
    ctx.lineWidth = 1;
    ctx.beginPath();
    for (let i = 0; i <= columns; i++) { ctx.moveTo(x0 + i * size + 0.5, y0); ctx.lineTo(x0 + i * size + 0.5, y0 + rows * size); }
    for (let i = 0; i <= rows; i++) { ctx.moveTo(x0, y0 + i * size + 0.5); ctx.lineTo(x0 + columns * size, y0 + i * size + 0.5); }
    ctx.stroke();
  }
  ctx.strokeStyle = p.text;
  ctx.lineWidth = 2;
  const [boxRows, boxColumns] = kind === 'sudoku' ? [columns === 9 ? 3 : 2, columns === 4 ? 2 : 3] : [rows, columns];
  ctx.beginPath();
  for (let i = 0; i <= columns; i += boxColumns) { ctx.moveTo(x0 + i * size, y0); ctx.lineTo(x0 + i * size, y0 + rows * size); }
  for (let i = 0; i <= rows; i += boxRows) { ctx.moveTo(x0, y0 + i * size); ctx.lineTo(x0 + columns * size, y0 + i * size); }
  ctx.stroke();
}

/** The cell under a pointer, or -1. */
export function cellAt(canvas, t, event) {
  const g = canvas.geometry, box = canvas.getBoundingClientRect();
  if (!g) return -1;
  const column = Math.floor(((event.clientX - box.left) * canvas.width / box.width - g.x0) / g.size), row = Math.floor(((event.clientY - box.top) * canvas.height / box.height - g.y0) / g.size);
  const c = row * g.columns + column;
  return column >= 0 && column < g.columns && row >= 0 && c < t.header.cells ? c : -1;
}
