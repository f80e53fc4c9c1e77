// The explorer's view: grids, scrubber, strips and tables over traces that are already here. The server is asked only for new traces.
import { candidates, isLabelled, matching, readTrace, sigmoid, stepOf, words } from './explorer-trace.js';
import { cellAt, drawGrid, layers, palette, rowsOf } from './explorer-grid.js';
import { cellName, drawFan, drawLens, drawPlane, drawStrips, lensCells, lensSize, rolloutsOf, stripHeight, stripsOf } from './explorer-charts.js';
import { saveBytes, saveFile, saveStream } from './explorer-files.js';
import { skeleton } from './explorer-skeleton.js';
import { encodeGif } from './explorer-gif.js';

const gridSize = 720, frameSize = 360;

/** Builds the view inside `root`; `host` is the page on the server, or null for a view without editing. */
export function mount(root, host, options = {}) {
  const view = new View(root, host, options);
  root.explorer = view;
  return view;
}

class View {
  constructor(root, host, options) {
    Object.assign(this, { root, host, compact: !!options.compact, traces: [], record: 0, layer: 'answer', cell: -1, tab: 'lens', kind: 'y', playing: 0, editing: false });
    root.innerHTML = skeleton(this.compact);
    this.el = name => root.querySelector('[data-part=' + name + ']');
    this.wire();
    this.theme = new MutationObserver(() => { this.stale = true; this.request(); });
    this.theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    this.resize = new ResizeObserver(() => { this.stale = true; this.request(); });
    this.resize.observe(root);
  }

  dispose() {
    this.pause();
    this.theme.disconnect();
    this.resize.disconnect();
    document.removeEventListener('keydown', this.onKey);
  }

  /** Shows one or two traces; `state` may say where to begin. */
  show(list, state = {}) {
    const places = this.traces.length ? this.record : null;
    this.pause();
    this.traces = list.map(item => Object.assign(readTrace(item.bytes, { ...item.figures, brokenCells: item.broken }), { title: item.title, hint: item.hint }));
    const t = this.traces[0];
    this.rollouts = rolloutsOf(t);
    this.layer = layers.some(([key]) => key === state.layer) ? state.layer : this.layer;
    this.cell = Number.isInteger(state.cell) && state.cell >= 0 && state.cell < t.header.cells ? state.cell : Math.min(this.cell, t.header.cells - 1);
    const wanted = Number.isInteger(state.record) ? state.record : state.keep && places !== null ? places : t.records - 1;
    if (state.tab) this.tab = state.tab;
    this.root.dataset.ready = 'true';
    this.root.dataset.traces = this.traces.length;
    this.root.dataset.puzzle = t.header.source.index ?? 'typed';
    this.question = null;
    this.el('second').hidden = this.traces.length < 2;
    this.el('attention-note').hidden = true;
    this.el('step').max = t.header.steps;
    this.el('update').max = t.perStep;
    for (const button of this.root.querySelectorAll('[data-tab=fan]')) button.hidden = this.rollouts.length === 0;
    if (this.tab === 'fan' && this.rollouts.length === 0) this.tab = 'lens';
    this.stale = true;
    this.go(wanted);
    this.panels();
  }

  /** The question as it is being edited, where it cannot be traced as it stands. */
  ask(tokens) {
    this.question = tokens;
    this.request();
  }

  /** Brings the grid into sight, as after a button further down. */
  reveal() {
    this.root.scrollIntoView({ block: 'nearest', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
  }

  /** What the address needs to show the same again. */
  state() {
    return { record: this.record, layer: this.layer, cell: this.cell, tab: this.tab };
  }

  go(record) {
    if (!this.traces.length) return;
    const t = this.traces[0];
    this.record = Math.max(0, Math.min(t.records - 1, Math.round(record)));
    this.el('step').value = stepOf(t, this.record) + 1;
    this.el('update').value = this.record % t.perStep + 1;
    this.request();
  }

  /** Asks for one drawing at the next frame, however many changes there were. */
  request() {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => { this.frame = 0; if (this.traces.length) this.draw(); });
  }

  draw() {
    const colours = this.stale ? this.colours = palette(this.root) : this.colours, t = this.traces[0];
    if (this.stale) this.background(colours);
    this.traces.forEach((trace, i) => {
      const canvas = this.el(i ? 'grid-b' : 'grid-a'), r = matching(t, this.record, trace);
      drawGrid(canvas, trace, r, { layer: this.layer, cell: this.cell, colours, question: this.editing ? this.question ?? trace.inputs : null });
      canvas.setAttribute('aria-label', this.gridText(trace, r));
      const title = this.el(i ? 'title-b' : 'title-a');
      title.textContent = trace.title;
      title.title = trace.hint;
      if (!this.compact || i === 0) this.say(this.el(i ? 'words-b' : 'words-a'), (this.traces.length > 1 ? (i ? 'B: ' : 'A: ') : '') + words(trace, r));
    });
    this.cursor();
    this.place();
    this.cellPanel();
    if (!this.compact) this.panel();
    this.root.dataset.record = this.record;
    this.root.dataset.drawn = (Number(this.root.dataset.drawn) || 0) + 1;
  }

  say(el, text) {
    if (el.textContent !== text) el.textContent = text;
  }

  background(colours) {
    this.stale = false;
    const t = this.traces[0], strips = stripsOf(t), canvas = this.el('strips');
    canvas.width = Math.max(200, canvas.parentElement.clientWidth) * Math.min(2, devicePixelRatio || 1);
    canvas.height = strips.length * stripHeight;
    canvas.style.height = canvas.height + 'px';
    this.el('strip-names').innerHTML = strips.map(([name]) => `<div>${name}</div>`).join('');
    this.strips = document.createElement('canvas');
    this.strips.width = canvas.width;
    this.strips.height = canvas.height;
    drawStrips(this.strips, this.traces, colours);
    const rows = rowsOf(t), columns = t.figures.columns, scale = Math.floor(gridSize / Math.max(rows, columns));
    for (const name of ['grid-a', 'grid-b']) { this.el(name).width = scale * columns + 4; this.el(name).height = scale * rows + 4; }
  }

  cursor() {
    const canvas = this.el('strips'), ctx = canvas.getContext('2d'), x = (this.record + 0.5) / this.traces[0].records * canvas.width;
    ctx.clearRect(0, 0, canvas.width, canvas.height);
    ctx.drawImage(this.strips, 0, 0);
    ctx.strokeStyle = this.colours.text;
    ctx.lineWidth = 1.5;
    ctx.beginPath(); ctx.moveTo(x, 0); ctx.lineTo(x, canvas.height); ctx.stroke();
  }

  place() {
    const t = this.traces[0], step = stepOf(t, this.record), within = t.header.recorded[this.record % t.perStep];
    const extra = step >= t.header.trainedSteps, slot = t.header.slots[within];
    this.el('where').textContent = `step ${step + 1}/${t.header.steps}${extra ? ' (extra)' : ''} · update ${within + 1}/${t.updatesPerStep} (${t.states[slot]})`;
    this.el('where').classList.toggle('ex-extra', extra);
    this.el('step').setAttribute('aria-valuetext', `supervision step ${step + 1} of ${t.header.steps}${extra ? ', beyond training' : ''}`);
    this.el('update').setAttribute('aria-valuetext', `network update ${within + 1} of ${t.updatesPerStep}, ${t.states[slot]}`);
    for (const button of this.root.querySelectorAll('[data-layer]')) button.setAttribute('aria-checked', String(button.dataset.layer === this.layer));
    if (this.layer === 'attention') this.attentionNote();
  }

  attentionNote() {
    const t = this.traces[0], note = this.el('attention-note'), has = t.header.sections.some(s => s.name === 'attention');
    note.hidden = false;
    const step = stepOf(t, this.record) + 1;
    if (has && t.header.options.attentionStep === step) note.textContent = this.cell < 0 ? 'Hover or choose a cell to see where it looks.' : `Attention from ${cellName(t, this.cell)} at step ${step}, averaged over heads and layers.`;
    else if (has || !t.header.options.attentionStep) note.innerHTML = `Attention of step ${step} is not in this trace. <button type="button" class="ex-button" data-do="attention">Record it</button>`;
    else note.textContent = 'This network mixes cells with an MLP: it has no attention.';
  }

  gridText(t, r) {
    const rows = [];
    for (let y = 0; y < rowsOf(t); y++) rows.push(Array.from({ length: t.figures.columns }, (_, x) => {
      const c = y * t.figures.columns + x;
      return c < t.header.cells ? t.figures.signs[this.editing ? (this.question ?? t.inputs)[c] : t.pairs ? t.pairs[r * t.header.cells + c] & 15 : t.decoded[r * t.header.cells + c]] || '.' : '';
    }).join(''));
    return `${this.editing ? 'Question' : 'Answer'} at step ${stepOf(t, r) + 1}: ${t.header.cells <= 100 ? rows.join(' / ') : t.figures.kind + ' of ' + rowsOf(t) + ' rows'}`;
  }

  cellPanel() {
    const t = this.traces[0], el = this.el('cell');
    if (this.cell < 0) { this.say(el, 'Hover a cell, or press Tab to the grid and use the arrow keys, to see its candidates.'); return; }
    const lines = this.traces.map((trace, i) => {
      const r = matching(t, this.record, trace);
      const list = candidates(trace, r, this.cell).slice(0, 5).map(([token, p]) => `${trace.figures.signs[token] || tokenName(trace, token)} ${(p * 100).toFixed(p < 0.1 ? 1 : 0)} %`);
      return (this.traces.length > 1 ? (i ? 'B: ' : 'A: ') : '') + list.join(' · ');
    });
    const label = isLabelled(t, this.cell) ? `, label ${t.figures.signs[t.labels[this.cell]] || tokenName(t, t.labels[this.cell])}` : '';
    this.say(el, `Cell ${cellName(t, this.cell)}${label}: ${lines.join('; ')}`);
  }

  panels() {
    for (const button of this.root.querySelectorAll('[data-tab]')) button.setAttribute('aria-selected', String(button.dataset.tab === this.tab));
    for (const part of ['lens', 'plane', 'fan']) if (this.el(part)) this.el(part).hidden = part !== this.tab;
    this.request();
  }

  panel() {
    const t = this.traces[0], c = this.colours;
    if (this.tab === 'lens') {
      const canvas = this.el('lens-canvas'), { width, height } = lensSize(t);
      if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
      drawLens(canvas, t, this.record, this.cell, c);
    } else if (this.tab === 'plane') {
      this.traces.forEach((trace, i) => drawPlane(this.el(i ? 'plane-b' : 'plane-a'), trace, matching(t, this.record, trace), this.kind, c));
      this.el('plane-b').hidden = this.traces.length < 2;
      for (const button of this.root.querySelectorAll('[data-kind]')) button.setAttribute('aria-checked', String(button.dataset.kind === this.kind));
      const plane = t.header.projection, shares = plane && (this.kind === 'y' ? plane.answerVariance : plane.latentVariance);
      this.say(this.el('plane-note'), plane ? `Plane fitted on ${plane.states} states of ${plane.puzzles} puzzle${plane.puzzles === 1 ? '' : 's'}; it holds ${(100 * (shares ?? []).reduce((a, b) => a + b, 0)).toFixed(0)} % of their variance. Grey: where those puzzles ended.` : '');
    } else if (this.tab === 'fan') {
      drawFan(this.el('fan-canvas'), t, this.rollouts, this.record, c);
      const table = this.el('fan-table'), text = this.rollouts.map(r => fanRow(t, r, t.header.options.noise?.traced)).join('');
      if (table.dataset.shown !== text) { table.innerHTML = text; table.dataset.shown = text; }
    }
  }

  wire() {
    const on = (part, event, f, o) => this.el(part)?.addEventListener(event, f, o), t = () => this.traces[0];
    on('step', 'input', e => this.go((e.target.value - 1) * t().perStep + this.record % t().perStep));
    on('update', 'input', e => this.go(stepOf(t(), this.record) * t().perStep + Number(e.target.value) - 1));
    const drag = e => { const box = this.el('strips').getBoundingClientRect(); this.go(Math.floor((e.clientX - box.left) / box.width * t().records)); };
    on('strips', 'pointerdown', e => { if (!t()) return; this.el('strips').setPointerCapture(e.pointerId); drag(e); });
    on('strips', 'pointermove', e => { if (e.buttons & 1 && t()) drag(e); });
    for (const [part, i] of [['grid-a', 0], ['grid-b', 1]]) {
      on(part, 'pointermove', e => { if (this.traces[i] && !this.held) this.choose(cellAt(this.el(part), this.traces[i], e)); });
      on(part, 'pointerleave', () => { if (!this.held && !this.editing) this.choose(-1); });
      on(part, 'pointerdown', e => { const c = cellAt(this.el(part), this.traces[i], e); this.held = c >= 0 && (c !== this.cell || !this.held); this.choose(c); });
      on(part, 'keydown', e => this.gridKey(e));
    }
    on('lens-canvas', 'click', e => {
      const canvas = this.el('lens-canvas'), box = canvas.getBoundingClientRect(), x = e.clientX - box.left, y = e.clientY - box.top;
      const s = Math.floor((x - 44) / 19), row = Math.floor((y - 18) / 15), cells = lensCells(t());
      if (cells[row] !== undefined) { this.held = true; this.choose(cells[row]); }
      if (s >= 0 && s < t().header.steps) this.go(s * t().perStep + t().perStep - 1);
    });
    this.root.addEventListener('click', e => {
      const button = e.target.closest('button');
      if (!button) return;
      if (button.dataset.layer) this.setLayer(button.dataset.layer);
      if (button.dataset.tab) { this.tab = button.dataset.tab; this.panels(); this.remember(); }
      if (button.dataset.kind) { this.kind = button.dataset.kind; this.request(); }
      if (button.dataset.do) this.act(button.dataset.do, button);
    });
    this.onKey = e => this.key(e);
    document.addEventListener('keydown', this.onKey);
    for (const name of ['step', 'update', 'strips']) on(name, 'change', () => this.remember());
    on('strips', 'pointerup', () => this.remember());
  }

  act(what, button) {
    if (!this.traces.length) return;
    const perStep = this.traces[0].perStep;
    if (what === 'play') this.playing ? this.pause() : this.play();
    if (what === 'back') this.go(this.record - 1);
    if (what === 'forward') this.go(this.record + 1);
    if (what === 'start') this.go(0);
    if (what === 'end') this.go(Infinity);
    if (what === 'step-back') this.go(this.record - perStep);
    if (what === 'step-forward') this.go(this.record + perStep);
    if (what === 'png') saveFile(this.title() + '.png', this.compose(gridSize / 2).toDataURL('image/png'));
    if (what === 'gif') this.saveGif();
    if (what === 'edit') this.setEditing(!this.editing);
    if (what === 'attention') this.host?.invokeMethodAsync('RecordAttention', stepOf(this.traces[0], this.record) + 1);
    if (what === 'rollout') this.host?.invokeMethodAsync('ShowRollout', Number(button.dataset.rollout));
    if (what !== 'play') this.remember();
  }

  setLayer(layer) {
    this.layer = layer;
    this.el('attention-note').hidden = layer !== 'attention';
    this.request();
    this.remember();
  }

  setEditing(on) {
    this.editing = on;
    this.root.dataset.editing = on;
    const button = this.root.querySelector('[data-do=edit]');
    if (button) { button.setAttribute('aria-pressed', String(on)); }
    if (on && this.cell < 0) this.cell = 0;
    if (on) { this.held = true; this.el('grid-a').focus(); }
    this.el('edit-note').hidden = !on;
    this.request();
  }

  choose(cell) {
    if (cell === this.cell) return;
    this.cell = cell;
    this.request();
  }

  key(e) {
    const target = e.target;
    if (e.ctrlKey || e.metaKey || e.altKey || !this.traces.length || target.closest?.('input:not([type=range]), select, textarea, dialog, [contenteditable]')) return;
    if (target.closest?.('[data-part=grid-a], [data-part=grid-b]') && (e.key.startsWith('Arrow') || this.editing)) return;
    if (target.type === 'range' && e.key.startsWith('Arrow')) return;
    const onButton = target.closest?.('button, a, summary');
    const actions = { ArrowRight: 'forward', ArrowLeft: 'back', ArrowUp: 'step-back', ArrowDown: 'step-forward', Home: 'start', End: 'end' };
    if (e.key === ' ' && !onButton) this.act('play');
    else if (actions[e.key] && !target.closest?.('[role=tablist], [role=radiogroup], .ex-scroll')) this.act(actions[e.key]);
    else if (/^[1-9]$/.test(e.key) && !this.compact) this.setLayer(layers[e.key - 1][0]);
    else return;
    e.preventDefault();
  }

  gridKey(e) {
    const t = this.traces[0];
    if (!t || e.ctrlKey || e.metaKey || e.altKey) return;
    const columns = t.figures.columns, moves = { ArrowRight: 1, ArrowLeft: -1, ArrowUp: -columns, ArrowDown: columns };
    if (moves[e.key]) {
      const next = (this.cell < 0 ? 0 : this.cell) + (this.cell < 0 ? 0 : moves[e.key]);
      if (next >= 0 && next < t.header.cells) { this.held = true; this.choose(next); }
    } else if (e.key === 'Escape') {
      this.held = false;
      this.editing ? this.setEditing(false) : this.choose(-1);
    } else if (this.editing && (e.key.length === 1 || e.key === 'Delete' || e.key === 'Backspace') && this.cell >= 0) {
      this.host?.invokeMethodAsync('EditCell', this.cell, e.key.length === 1 ? e.key : '.');
      if (e.key !== 'Backspace' && this.cell + 1 < t.header.cells && e.key.length === 1) this.choose(this.cell + 1);
    } else return;
    e.preventDefault();
    e.stopPropagation();
  }

  play() {
    const t = this.traces[0], rate = Number(this.el('rate').value);
    if (this.record >= t.records - 1) this.go(0);
    this.say(this.el('play'), '❚❚');
    this.el('play').setAttribute('aria-label', 'Pause');
    let last = performance.now();
    const tick = now => {
      if (!this.playing) return;
      const steps = Math.floor((now - last) / 1000 * rate);
      if (steps > 0) {
        last = now;
        this.go(this.record + steps);
        if (this.record >= t.records - 1) return this.pause();
      }
      this.playing = requestAnimationFrame(tick);
    };
    this.playing = requestAnimationFrame(tick);
  }

  pause() {
    if (this.playing) cancelAnimationFrame(this.playing);
    this.playing = 0;
    this.say(this.el('play'), '▶');
    this.el('play').setAttribute('aria-label', 'Play');
    this.remember();
  }

  // The address follows the view, in the browser alone.
  remember() {
    if (this.compact || !this.traces.length) return;
    const url = new URL(location.href), s = this.state();
    const put = (name, value, standard) => value === standard ? url.searchParams.delete(name) : url.searchParams.set(name, value);
    put('t', String(s.record), '');
    put('layer', s.layer, 'answer');
    put('cell', String(s.cell), '-1');
    put('tab', s.tab, 'lens');
    if (url.href !== location.href) history.replaceState(history.state, '', url);
  }

  title() {
    const h = this.traces[0].header;
    return `trm-step-${h.step}-${h.weights}-${h.source.index ?? 'typed'}`;
  }

  /** The grids side by side on one canvas. */
  compose(size) {
    const canvas = document.createElement('canvas'), ctx = canvas.getContext('2d'), t = this.traces[0];
    canvas.width = (size + 16) * this.traces.length + 16;
    canvas.height = size + 60;
    ctx.fillStyle = this.colours.surface;
    ctx.fillRect(0, 0, canvas.width, canvas.height);
    this.traces.forEach((trace, i) => {
      const part = document.createElement('canvas'), r = matching(t, this.record, trace);
      part.width = part.height = size;
      drawGrid(part, trace, r, { layer: this.layer, cell: -1, colours: this.colours });
      ctx.drawImage(part, 16 + i * (size + 16), 40);
      ctx.fillStyle = this.colours.text;
      ctx.font = '12px system-ui, sans-serif';
      ctx.fillText(trace.title, 16 + i * (size + 16), 16, size);
      ctx.fillStyle = this.colours.faint;
      ctx.fillText(`step ${stepOf(trace, r) + 1} of ${trace.header.steps}, layer ${this.layer}`, 16 + i * (size + 16), 32, size);
    });
    return canvas;
  }

  saveGif() {
    const record = this.record, t = this.traces[0], frames = [], ends = [];
    for (let s = 0; s < t.header.steps; s++) for (let k = 0; k < t.perStep; k++) {
      const r = s * t.perStep + k, answer = t.header.slots[t.header.recorded[k]] === 0;
      if (t.header.steps <= 16 ? answer : k === t.perStep - 1) ends.push(r);
    }
    for (const r of ends.slice(0, 200)) {
      this.record = r;
      const canvas = this.compose(frameSize);
      frames.push(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height));
    }
    this.record = record;
    saveBytes(this.title() + '.gif', encodeGif(frames, 180, 1800), 'image/gif');
  }

  /** What a finding keeps. */
  snapshot() {
    this.remember();
    const url = new URL(location.href);
    let picture = this.compose(300).toDataURL('image/png');
    if (picture.length > 150000) picture = null;
    return { address: url.pathname.replace(/^\//, '') + url.search, figures: words(this.traces[0], this.record), picture };
  }
}

const tokenName = (t, token) => token === 0 ? 'padding' : t.figures.kind === 'sudoku' && token === 1 ? 'blank' : t.figures.kind === 'maze' && token === 2 ? 'open' : 'token ' + token;

function fanRow(t, r, traced) {
  const labelled = t.labels.some(l => l !== 255), notes = [r.picked && 'picked by q', r.majority && 'majority', traced === r.k && 'traced'].filter(Boolean).join(', ');
  return `<tr><td><button type="button" class="ex-link" data-do="rollout" data-rollout="${r.k}">${r.k}</button></td>` +
    `<td>${labelled ? r.wrong.at(-1) === 0 ? 'exact' : r.wrong.at(-1) + ' wrong' : '–'}</td><td>${sigmoid(r.halt.at(-1)).toFixed(3)}</td><td>${r.votes}</td><td>${notes}</td></tr>`;
}

export { remember } from './explorer-history.js';
export { saveStream };
