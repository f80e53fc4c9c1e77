// The charts beside the grid, on canvases: strips over the whole trace, the lens table, the path on its plane, the fan of rollouts.
import { first, isAnswer, isWrong, isLabelled, isGiven, matching, point, probability, sigmoid, stepOf, updateOf, usualResiduals } from './explorer-trace.js';
import { marks } from './explorer-grid.js';

const second = '#e69f00';

/** The strips' definitions: name, value of a record, whether logarithmic, and which records are drawn as the line. */
export function stripsOf(t) {
  const f = t.figures, labelled = t.labels.some(l => l !== 255);
  return [
    labelled && ['wrong cells', r => f.wrong[r]],
    f.names.length > 0 && ['broken constraints', r => f.broken[r].reduce((a, b) => a + b, 0)],
    ['changed cells', r => f.changed[r]],
    ['mean entropy', r => f.entropy[r]],
    ['halting probability', r => sigmoid(t.haltLogits[updateOf(t, r)]), { most: 1 }],
    ['residual |Δ|', r => t.residuals[updateOf(t, r)], { log: true, band: usualResiduals(t) }],
  ].filter(Boolean);
}

export const stripHeight = 31;

/** Draws everything but the position, once per trace and theme. */
export function drawStrips(canvas, traces, p) {
  const ctx = canvas.getContext('2d'), main = traces[0], w = canvas.width, strips = stripsOf(main);
  ctx.clearRect(0, 0, w, canvas.height);
  const x = r => (r + 0.5) / main.records * w, { steps, trainedSteps } = main.header;
  if (steps > trainedSteps) {
    ctx.fillStyle = marks.attention + '22';
    ctx.fillRect(trainedSteps / steps * w, 0, w, canvas.height);
  }
  ctx.strokeStyle = p.line;
  ctx.lineWidth = 1;
  ctx.beginPath();
  if (steps <= 128) for (let s = 1; s < steps; s++) { ctx.moveTo(s / steps * w, 0); ctx.lineTo(s / steps * w, canvas.height); }
  ctx.stroke();
  strips.forEach(([name], i) => drawStrip(ctx, traces, i, name, x, w, p));
  const halt = main.header.wouldHaltStep;
  if (halt) {
    const at = halt / steps * w;
    ctx.strokeStyle = marks.good;
    ctx.lineWidth = 2;
    ctx.setLineDash([4, 3]);
    ctx.beginPath(); ctx.moveTo(at, 0); ctx.lineTo(at, canvas.height); ctx.stroke();
    ctx.setLineDash([]);
    ctx.fillStyle = marks.good;
    ctx.font = '10px system-ui, sans-serif';
    ctx.textAlign = at > w - 130 ? 'right' : 'left';
    ctx.fillText('would have halted here', at + (at > w - 130 ? -4 : 4), stripHeight * (strips.length - 1) - 6);
  }
}

function drawStrip(ctx, traces, i, name, x, w, p) {
  const top = i * stripHeight + 4, height = stripHeight - 8, options = stripsOf(traces[0])[i][2] ?? {};
  const scale = v => options.log ? Math.log10(Math.max(v, 1e-6)) : v;
  let most = options.most !== undefined ? options.most : -Infinity, least = options.log ? Infinity : 0;
  const values = traces.map(t => {
    const of = stripsOf(t).find(s => s[0] === name)?.[1];
    return of ? Array.from({ length: t.records }, (_, r) => scale(of(r))) : null;
  });
  for (const list of values) for (const v of list ?? []) if (Number.isFinite(v)) {
    if (options.most === undefined) most = Math.max(most, v);
    if (options.log) least = Math.min(least, v);
  }
  const band = options.band && [scale(options.band.low), scale(options.band.high)];
  if (band) [least, most] = [Math.min(least, band[0]), Math.max(most, band[1])];
  if (!(most > least)) most = least + 1;
  const y = v => top + height - (Math.min(Math.max(v, least), most) - least) / (most - least) * height;
  ctx.strokeStyle = p.line;
  ctx.lineWidth = 1;
  ctx.beginPath(); ctx.moveTo(0, top + height + 3.5); ctx.lineTo(w, top + height + 3.5); ctx.stroke();
  if (band) {
    // Where the data set's puzzles end: at least a line, also where they agree.
    ctx.fillStyle = p.faint;
    ctx.globalAlpha = 0.25;
    ctx.fillRect(0, y(band[1]), w, Math.max(1, y(band[0]) - y(band[1])));
    ctx.globalAlpha = 1;
  }
  traces.forEach((t, n) => {
    if (!values[n]) return;
    const colour = n === 0 ? p.primary : second, main = traces[0], place = r => x(n === 0 ? r : stepOf(t, r) * main.perStep + (t.perStep > 1 ? r % t.perStep / (t.perStep - 1) * (main.perStep - 1) : main.perStep - 1));
    // Answers are the line, latents the faint dots around it: they are probes.
    ctx.fillStyle = colour;
    ctx.globalAlpha = 0.5;
    if (t.records <= 2000) for (let r = 0; r < t.records; r++) if (!isAnswer(t, r)) ctx.fillRect(place(r) - 0.8, y(values[n][r]) - 0.8, 1.6, 1.6);
    ctx.globalAlpha = 1;
    ctx.strokeStyle = colour;
    ctx.lineWidth = 1.5;
    ctx.setLineDash(n === 0 ? [] : [4, 2]);
    ctx.beginPath();
    let started = false;
    for (let r = 0; r < t.records; r++) {
      if (!isAnswer(t, r) || !Number.isFinite(values[n][r])) continue;
      if (started) ctx.lineTo(place(r), y(values[n][r])); else ctx.moveTo(place(r), y(values[n][r]));
      started = true;
    }
    ctx.stroke();
    ctx.setLineDash([]);
  });
  ctx.fillStyle = p.faint;
  ctx.font = '9px system-ui, sans-serif';
  ctx.textAlign = 'left';
  ctx.textBaseline = 'alphabetic';
  for (const [end, at] of [[most, top + 7], [least, top + height + 1]]) {
    const shown = options.log ? 10 ** end : end;
    ctx.fillText(shown >= 100 || Number.isInteger(shown) ? shown.toFixed(0) : shown < 0.01 ? shown.toExponential(1) : shown.toPrecision(2), 3, at);
  }
}

/** Lens table: a row per cell that was asked, a column per supervision step, the decoded token in each. */
export function lensSize(t) {
  const cells = lensCells(t);
  return { cells, width: 44 + t.header.steps * 19, height: 18 + cells.length * 15 };
}

export function lensCells(t) {
  const asked = [];
  for (let c = 0; c < t.header.cells; c++) if (!isGiven(t, c) && (t.header.cells <= 100 || changes(t, c))) asked.push(c);
  return asked.slice(0, 400);
}

function changes(t, c) {
  const end = t.perStep - 1;
  for (let s = 0; s < t.header.steps; s++) if (first(t, s * t.perStep + end, c) !== t.inputs[c]) return true;
  return isLabelled(t, c) && t.labels[c] !== t.inputs[c];
}

export const cellName = (t, c) => `r${Math.floor(c / t.figures.columns) + 1}c${c % t.figures.columns + 1}`;

export function drawLens(canvas, t, record, cell, p) {
  const ctx = canvas.getContext('2d'), { cells } = lensSize(t), step = stepOf(t, record);
  ctx.fillStyle = p.surface;
  ctx.fillRect(0, 0, canvas.width, canvas.height);
  ctx.textBaseline = 'middle';
  ctx.font = '10px system-ui, sans-serif';
  ctx.textAlign = 'center';
  for (let s = 0; s < t.header.steps; s++) {
    ctx.fillStyle = s === step ? p.primary : s >= t.header.trainedSteps ? second : p.faint;
    ctx.fillText(`${s + 1}`, 44 + s * 19 + 9, 9);
  }
  cells.forEach((c, i) => {
    const y = 18 + i * 15;
    ctx.textAlign = 'left';
    ctx.fillStyle = c === cell ? p.primary : p.faint;
    ctx.fillText(cellName(t, c), 3, y + 8);
    ctx.textAlign = 'center';
    for (let s = 0; s < t.header.steps; s++) {
      const r = s * t.perStep + t.perStep - 1, x = 44 + s * 19, token = first(t, r, c), wrong = isWrong(t, r, c);
      ctx.globalAlpha = 0.12 + 0.5 * probability(t, r, c);
      ctx.fillStyle = wrong ? marks.wrong : isLabelled(t, c) ? marks.good : p.primary;
      ctx.fillRect(x, y + 1, 18, 13);
      ctx.globalAlpha = 1;
      ctx.fillStyle = p.text;
      ctx.fillText(t.figures.signs[token] || '·', x + 9, y + 8);
      if (wrong) { ctx.strokeStyle = p.text; ctx.lineWidth = 1; ctx.beginPath(); ctx.moveTo(x + 3, y + 12); ctx.lineTo(x + 15, y + 3); ctx.stroke(); }
    }
  });
  ctx.strokeStyle = p.primary;
  ctx.lineWidth = 1.5;
  ctx.strokeRect(44 + step * 19 - 0.5, 1, 19, canvas.height - 2);
  const row = cells.indexOf(cell);
  if (row >= 0) ctx.strokeRect(1, 18 + row * 15, canvas.width - 2, 15);
}

/** Path of y or z on its plane, with the ends of the population's puzzles behind it. */
export function drawPlane(canvas, t, record, kind, p) {
  const ctx = canvas.getContext('2d'), w = canvas.width, h = canvas.height;
  ctx.fillStyle = p.surface;
  ctx.fillRect(0, 0, w, h);
  const slots = t.header.slots, wanted = u => (slots[u % t.updatesPerStep] === 0) === (kind === 'y'), path = [];
  for (let u = 0; u < t.updates; u++) if (wanted(u)) path.push([u, ...(point(t, u) ?? [0, 0])]);
  const stored = kind === 'y' ? t.answerPopulation : t.latentPopulation, scale = kind === 'y' ? t.header.projection?.answerScale : t.header.projection?.latentScale;
  const population = [];
  for (let i = 0; stored && i < stored.length; i += 2) population.push([stored[i] * scale, stored[i + 1] * scale]);
  if (!t.projected || path.length === 0) {
    ctx.fillStyle = p.faint;
    ctx.font = '11px system-ui, sans-serif';
    ctx.fillText(t.projected ? `this network has no ${kind}` : 'no projection was recorded', 12, 20);
    return;
  }
  const xs = path.map(q => q[1]).concat(population.map(q => q[0])), ys = path.map(q => q[2]).concat(population.map(q => q[1]));
  const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)], span = Math.max(right - left, high - low, 1e-6);
  const X = v => 14 + (v - left + (span - right + left) / 2) / span * (w - 28), Y = v => h - 14 - (v - low + (span - high + low) / 2) / span * (h - 28);
  ctx.fillStyle = p.faint;
  ctx.globalAlpha = 0.45;
  for (const [a, b] of population) { ctx.beginPath(); ctx.arc(X(a), Y(b), 2.2, 0, 7); ctx.fill(); }
  ctx.globalAlpha = 1;
  const now = updateOf(t, record);
  for (const passed of [false, true]) {
    ctx.strokeStyle = p.primary;
    ctx.globalAlpha = passed ? 1 : 0.3;
    ctx.lineWidth = passed ? 1.8 : 1;
    ctx.beginPath();
    path.forEach(([u, a, b], i) => { if (passed && u > now) return; if (i) ctx.lineTo(X(a), Y(b)); else ctx.moveTo(X(a), Y(b)); });
    ctx.stroke();
    ctx.globalAlpha = 1;
  }
  ctx.font = '9px system-ui, sans-serif';
  ctx.textAlign = 'center';
  const many = t.header.steps > 24;
  path.forEach(([u, a, b], i) => {
    const ends = i + 1 === path.length || Math.floor(path[i + 1][0] / t.updatesPerStep) !== Math.floor(u / t.updatesPerStep);
    if (!ends) return;
    const step = Math.floor(u / t.updatesPerStep) + 1;
    ctx.fillStyle = step > t.header.trainedSteps ? second : p.primary;
    ctx.beginPath(); ctx.arc(X(a), Y(b), 2.6, 0, 7); ctx.fill();
    if (!many) { ctx.fillStyle = p.text; ctx.fillText(`${step}`, X(a), Y(b) - 5); }
  });
  const here = path.filter(([u]) => u <= now).at(-1);
  if (here) { ctx.strokeStyle = marks.wrong; ctx.lineWidth = 2; ctx.beginPath(); ctx.arc(X(here[1]), Y(here[2]), 6, 0, 7); ctx.stroke(); }
}

/** Fan of rollouts: halting probability of each over the supervision steps; solid where the answer is exact. */
export function rolloutsOf(t) {
  const section = t.header.sections.find(s => s.name === 'rolloutAnswers');
  if (!section) return [];
  const [count, steps, cells] = section.shape, labelled = Array.from(t.labels, l => l !== 255);
  const all = Array.from({ length: count }, (_, k) => {
    const halt = t.rolloutHaltLogits.subarray(k * steps, (k + 1) * steps), wrong = [];
    for (let s = 0; s < steps; s++) {
      let n = 0;
      for (let c = 0; c < cells; c++) if (labelled[c] && t.labels[c] !== t.rolloutAnswers[(k * steps + s) * cells + c]) n++;
      wrong.push(n);
    }
    return { k, halt, wrong, end: t.rolloutAnswers.subarray((k * steps + steps - 1) * cells, (k * steps + steps) * cells) };
  });
  const best = all.reduce((a, b) => b.halt.at(-1) > a.halt.at(-1) ? b : a);
  best.picked = true;
  const votes = new Map();
  for (const r of all) votes.set(r.end.join(), (votes.get(r.end.join()) ?? 0) + 1);
  const most = Math.max(...votes.values());
  for (const r of all) r.votes = votes.get(r.end.join());
  all.find(r => r.votes === most).majority = true;
  return all;
}

export function drawFan(canvas, t, rollouts, record, p) {
  const ctx = canvas.getContext('2d'), w = canvas.width, h = canvas.height, steps = t.header.steps;
  ctx.fillStyle = p.surface;
  ctx.fillRect(0, 0, w, h);
  const X = s => 8 + s / Math.max(1, steps - 1) * (w - 16), Y = v => h - 8 - v * (h - 16), labelled = t.labels.some(l => l !== 255);
  for (const r of rollouts) {
    const exact = labelled && r.wrong.at(-1) === 0;
    ctx.strokeStyle = labelled ? exact ? marks.good : marks.wrong : p.primary;
    ctx.globalAlpha = r.picked ? 1 : 0.55;
    ctx.lineWidth = r.picked ? 3 : 1.2;
    ctx.setLineDash(exact || !labelled ? [] : [4, 3]);
    ctx.beginPath();
    for (let s = 0; s < steps; s++) { const y = Y(sigmoid(r.halt[s])); if (s) ctx.lineTo(X(s), y); else ctx.moveTo(X(0), y); }
    ctx.stroke();
  }
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
  ctx.strokeStyle = p.faint;
  ctx.lineWidth = 1;
  ctx.beginPath(); ctx.moveTo(X(stepOf(t, record)), 0); ctx.lineTo(X(stepOf(t, record)), h); ctx.stroke();
}

export { matching };
