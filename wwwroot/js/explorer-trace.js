// Reads a trace file (see TraceFile in TrmLab.Core): all scrubbing works on these arrays, without the server.

const types = { u8: Uint8Array, i16: Int16Array, f32: Float32Array };

/** The header and the sections as typed arrays over the same memory; `figures` is what the server computed beside the trace. */
export function readTrace(bytes, figures) {
  // A copy that starts at a multiple of four, as typed arrays want it.
  const buffer = bytes.slice().buffer, view = new DataView(buffer);
  const headerLength = view.getUint32(12, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 16, headerLength)));
  const trace = { header, figures, updatesPerStep: header.slots.length, perStep: header.recorded.length };
  let at = 16 + headerLength;
  for (const { name, type, shape } of header.sections) {
    const count = shape.reduce((a, b) => a * b, 1), T = types[type];
    trace[name] = new T(buffer, at, count);
    at += Math.ceil(count * T.BYTES_PER_ELEMENT / 4) * 4;
  }
  trace.records = header.steps * trace.perStep;
  trace.updates = header.steps * trace.updatesPerStep;
  trace.states = trace.header.states.map(stateName);
  return trace;
}

// The paper's letters for the stored names: z_H is y, z_L is z.
function stateName(name, slot, all) {
  if (slot === 0) return all.length === 1 && name === 'z_L' ? 'z' : 'y';
  return all.length > 2 ? 'z' + slot : 'z';
}

export const first = (t, r, c) => t.pairs ? t.pairs[r * t.header.cells + c] & 15 : t.decoded[r * t.header.cells + c];
export const second = (t, r, c) => t.pairs ? t.pairs[r * t.header.cells + c] >> 4 : t.runnerUp[r * t.header.cells + c];
export const probability = (t, r, c) => t.probability[r * t.header.cells + c] / 255;
export const secondProbability = (t, r, c) => t.runnerUpProbability[r * t.header.cells + c] / 255;
export const entropy = (t, r, c) => t.entropy[r * t.header.cells + c] / 255 * Math.log(t.header.vocabulary);
export const isLabelled = (t, c) => t.labels[c] !== 255;
export const isWrong = (t, r, c) => isLabelled(t, c) && t.labels[c] !== first(t, r, c);
export const stepOf = (t, r) => Math.floor(r / t.perStep);
export const updateOf = (t, r) => stepOf(t, r) * t.updatesPerStep + t.header.recorded[r % t.perStep];
export const slotOf = (t, r) => t.header.slots[t.header.recorded[r % t.perStep]];
export const isAnswer = (t, r) => slotOf(t, r) === 0;
export const sigmoid = x => 1 / (1 + Math.exp(-x));

/** The record before of the same kind, answer or latent; -1 at the start. */
export function before(t, r) {
  const kind = isAnswer(t, r);
  for (let p = r - 1; p >= 0; p--) if (isAnswer(t, p) === kind) return p;
  return -1;
}

export function isChanged(t, r, c) {
  const p = before(t, r);
  return first(t, r, c) !== (p < 0 ? t.inputs[c] : first(t, p, c));
}

export function isBroken(t, r, c) {
  const row = Math.ceil(t.header.cells / 8);
  return (t.figures.brokenCells[r * row + (c >> 3)] >> (c & 7) & 1) === 1;
}

/** Whether the cell's token was given: what a reader sees as the question. */
export function isGiven(t, c) {
  const kind = t.figures.kind;
  return kind === 'sudoku' ? t.inputs[c] > 1 : kind === 'maze' ? t.inputs[c] !== 2 : false;
}

/** The record of another trace that lies at the same place: same supervision step, same share of the way through it. */
export function matching(from, r, to) {
  if (from === to) return r;
  const step = Math.min(stepOf(from, r), to.header.steps - 1), place = r % from.perStep;
  const share = from.perStep > 1 ? place / (from.perStep - 1) : 1;
  return step * to.perStep + Math.round(share * (to.perStep - 1));
}

/** Coordinates of an update on the plane of its kind, if the trace has them. */
export function point(t, update) {
  if (!t.projected) return null;
  const scale = t.header.slots[update % t.updatesPerStep] === 0 ? t.header.projection.answerScale : t.header.projection.latentScale;
  return [t.projected[2 * update] * scale, t.projected[2 * update + 1] * scale];
}

/** All candidates of a cell with their probabilities, largest first: exact at the end of a step, else the first two. */
export function candidates(t, r, c) {
  const { cells, vocabulary } = t.header, atEnd = r % t.perStep === t.perStep - 1;
  if (t.distribution && atEnd) {
    const start = (stepOf(t, r) * cells + c) * vocabulary;
    return Array.from(t.distribution.subarray(start, start + vocabulary), (p, token) => [token, p / 255])
      .filter(([, p]) => p > 0).sort((a, b) => b[1] - a[1]);
  }
  return [[first(t, r, c), probability(t, r, c)], [second(t, r, c), secondProbability(t, r, c)]].filter(([, p]) => p > 0);
}

/** Attention from a cell's position to all cells at a record, averaged over layers; null where it was not recorded. */
export function attentionFrom(t, r, c) {
  const step = t.header.options.attentionStep;
  if (!t.attention || step !== stepOf(t, r) + 1) return null;
  const [calls, layers, length] = t.header.sections.find(s => s.name === 'attention').shape;
  const call = calls === t.updatesPerStep ? t.header.recorded[r % t.perStep] : 0;
  if (calls !== t.updatesPerStep && r % t.perStep !== t.perStep - 1) return null;
  const weights = new Float32Array(t.header.cells), position = t.header.puzzleTokens + c;
  for (let layer = 0; layer < layers; layer++) {
    const row = (call * layers + layer) * length + position, scale = t.attentionMaximum[row] / 255 / layers;
    for (let k = 0; k < weights.length; k++) weights[k] += t.attention[row * length + t.header.puzzleTokens + k] * scale;
  }
  return weights;
}

const plural = (n, word) => `${n} ${word}${n === 1 ? '' : word.endsWith('x') ? 'es' : 's'}`;
const digits = x => x === 0 ? '0' : Math.abs(x) >= 0.01 && Math.abs(x) < 1000 ? x.toFixed(3) : x.toExponential(1);

const fewest = 4;

/** The middle half of the last residuals of y over the data set's puzzles, of the solved ones where there are a few; null where too few were asked. */
export function usualResiduals(t) {
  const all = Array.from(t.populationResiduals ?? []), solved = all.filter((_, i) => t.populationSolved[i] === 1);
  const of = solved.length >= fewest ? solved : all, values = of.filter(Number.isFinite).sort((a, b) => a - b);
  if (values.length < fewest) return null;
  const at = share => {
    const place = share * (values.length - 1), i = Math.floor(place);
    return values[i] + (place - i) * ((values[i + 1] ?? values[i]) - values[i]);
  };
  return { low: at(0.25), high: at(0.75), words: `${values.length} ${of === solved ? 'solved ' : ''}puzzles after step ${t.header.projection.steps}` };
}

/** The measurements at a record in words: numbers only, no verdict. */
export function words(t, r) {
  const { header: h, figures: f } = t, step = stepOf(t, r), update = updateOf(t, r), within = h.recorded[r % t.perStep];
  const perCycle = h.latentSteps + 1, slot = slotOf(t, r);
  const where = `Supervision step ${step + 1} of ${h.steps}${step >= h.trainedSteps ? ' (beyond the ' + h.trainedSteps + ' trained)' : ''}, update ${within + 1} of ${t.updatesPerStep}` +
    ` (${t.states[slot]}, recursion ${Math.floor(within / perCycle) + 1} of ${h.cycles})`;
  const probe = slot === 0 ? '' : ' The latent is decoded with the answer’s head: a probe, the head was trained on y.';
  const labelled = Array.from(t.labels).filter(l => l !== 255).length;
  const facts = [];
  if (labelled) facts.push(`${f.wrong[r]} of ${labelled} cells wrong`);
  if (f.names.length) {
    const broken = f.broken[r].map((n, i) => n ? plural(n, f.names[i]) : '').filter(Boolean);
    facts.push(broken.length ? `broken constraints: ${broken.join(', ')}` : 'no broken constraint');
  }
  facts.push(`${plural(f.changed[r], 'cell')} changed`, `mean entropy ${digits(f.entropy[r])} nats`);
  facts.push(`q_halt ${h.steps ? digits(t.haltLogits[update]) : ''} (probability ${digits(sigmoid(t.haltLogits[update]))})`);
  const usual = slot === 0 ? usualResiduals(t) : null;
  facts.push(`residual of ${t.states[slot]} ${digits(t.residuals[update])}${usual ? ` (middle half of ${usual.words}: ${digits(usual.low)} to ${digits(usual.high)})` : ''}`);
  const halt = h.wouldHaltStep ? ` Halting would have been after step ${h.wouldHaltStep}.` : ' It would not have halted.';
  return `${where}. ${facts.join('; ')}.${halt}${probe}`;
}
