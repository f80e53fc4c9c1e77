// Draws what the server says has changed. Plotly and the empty frames are Plotly.Blazor's; the curves are this module's, because one
// call with bytes for all charts of a page costs a fraction of one call with JSON per curve.

const markerStyles = {
  evaluation: { symbol: 'line-ns-open', color: '#8a8f98', y: 0.02 },
  checkpoint: { symbol: 'diamond', color: '#cc79a7', y: 0.05 },
  seam: { symbol: 'triangle-down', color: '#d55e00', y: 0.98 },
  nonfinite: { symbol: 'x', color: '#d55e00', y: 0.94 },
};
const unseen = new Set();

async function ready(id) {
  for (let i = 0; i < 500; i++) {
    const el = document.getElementById(id);
    if (el && el.data && el.on && window.Plotly) return el;
    await new Promise(r => setTimeout(r, 20));
  }
  throw new Error('chart ' + id + ' was not drawn');
}

/**
 * Applies the changes of one tick; resolves when they are drawn, which is the server's back-pressure.
 * The element of a chart is named by the chart and by the component that owns it.
 */
export async function apply(owner, charts, patches, badges, ranges, bytes, markers, lastStep, page) {
  const changes = new Map();
  const changeOf = async id => {
    if (!changes.has(id)) {
      const el = await ready(id + owner);
      listen(el, id, page);
      changes.set(id, { el, traces: [], data: {}, shapes: null });
    }
    return changes.get(id);
  };
  const numbers = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  let at = 0;
  for (const p of patches) {
    const xs = numbers.subarray(at, at + p.count), ys = numbers.subarray(at + p.count, at + 2 * p.count);
    at += 2 * p.count;
    const change = await changeOf(p.id), old = change.el.data[p.trace];
    if (old) put(change, p.trace, { x: (old.x ?? []).slice(0, p.keep).concat(Array.from(xs)), y: (old.y ?? []).slice(0, p.keep).concat(Array.from(ys)) });
  }
  if (markers) {
    for (const id of charts) addMarkers(await changeOf(id), id, markers);
  }
  for (const [id, text] of Object.entries(badges)) {
    const badge = document.getElementById(id + owner + '-badge');
    if (badge) badge.textContent = badge.title = text;
  }
  for (const [id, range] of Object.entries(ranges)) (await changeOf(id)).range = range;
  await Promise.all([...changes.values()].map(draw));
  document.documentElement.dataset.drawnStep = lastStep;
}

// Says which stretch of the axis is looked at, once it stands still.
function listen(el, id, page) {
  if (el.zoomPage === page) return;
  el.zoomPage = page;
  if (el.zoomListening) return;
  el.zoomListening = true;
  onScreen.observe(el);
  let waiting;
  el.on('plotly_relayout', change => {
    const out = 'xaxis.autorange' in change;
    if (!out && !Object.keys(change).some(k => k.startsWith('xaxis.range'))) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const place = v => typeof v === 'string' ? Date.parse(v.replace(' ', 'T') + 'Z') : v;
      const [from, to] = out ? [null, null] : el.layout.xaxis.range.map(place);
      el.zoomPage.invokeMethodAsync('Zoomed', id, from, to);
    }, 150);
  });
}

function put(change, trace, values) {
  const i = change.traces.push(trace) - 1;
  for (const [key, value] of Object.entries(values)) (change.data[key] ??= [])[i] = value;
}

function addMarkers(change, id, list) {
  const mine = list.filter(m => m.id === '' || m.id === id), style = m => markerStyles[m.kind];
  change.markers = {
    x: [mine.map(m => m.x)], y: [mine.map(m => style(m).y)], text: [mine.map(m => plain(m.text))],
    'marker.color': [mine.map(m => style(m).color)], 'marker.symbol': [mine.map(m => style(m).symbol)],
  };
  change.shapes = mine.filter(m => m.kind === 'seam').map(m => ({ type: 'line', x0: m.x, x1: m.x, yref: 'paper', y0: 0, y1: 1, line: { color: style(m).color, width: 1, dash: 'dot' } }));
}

// Plotly reads markup in texts: names of runs and metrics are shown as they are.
function plain(text) {
  return text.replace(/[&<>]/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c]);
}

/** Saves a chart as it is drawn, at twice its size, without a way through the server. The page's own words for it are above it and at its axis. */
export async function savePicture(id, name, title, axisName) {
  const el = await ready(id), ground = getComputedStyle(el.closest('.panel') ?? document.body).backgroundColor, { layout } = el;
  const layoutOfPicture = {
    ...layout,
    paper_bgcolor: ground,
    margin: { ...layout.margin, b: 34 },
    xaxis: { ...layout.xaxis, title: { ...layout.xaxis.title, text: axisName } },
  };
  const image = new Image();
  image.src = await window.Plotly.toImage({ data: el.data, layout: layoutOfPicture }, { format: 'png', width: el.clientWidth, height: el.clientHeight + 12, scale: 2 });
  await image.decode();
  const canvas = document.createElement('canvas'), ctx = canvas.getContext('2d'), head = 52;
  canvas.width = image.width;
  canvas.height = image.height + head;
  ctx.fillStyle = ground;
  ctx.fillRect(0, 0, canvas.width, canvas.height);
  ctx.fillStyle = layout.font.color;
  ctx.font = `600 26px ${layout.font.family}`;
  ctx.fillText(title, 20, 36, canvas.width - 40);
  ctx.drawImage(image, 0, head);
  const link = document.createElement('a');
  link.href = canvas.toDataURL('image/png');
  link.download = name;
  link.click();
}

async function draw({ el, traces, data, markers, shapes, range }) {
  if (range && (el.layout.yaxis.autorange || el.clipped?.[0] !== range[0] || el.clipped?.[1] !== range[1])) {
    el.clipped = range;
    await window.Plotly.relayout(el, { 'yaxis.range': [...range], 'yaxis.autorange': false });
  }
  if (document.hidden || el.offScreen) {
    // Nobody looks: keep the numbers, draw when the chart is seen.
    traces.forEach((t, i) => { for (const key in data) el.data[t][key] = data[key][i]; });
    if (markers) keepMarkers(el, markers, shapes);
    unseen.add(el);
    return;
  }
  if (traces.length > 0) await window.Plotly.restyle(el, data, traces);
  if (markers) await window.Plotly.update(el, markers, { shapes }, [el.data.length - 1]);
}

function keepMarkers(el, markers, shapes) {
  const trace = el.data.at(-1);
  Object.assign(trace, { x: markers.x[0], y: markers.y[0], text: markers.text[0] });
  Object.assign(trace.marker, { color: markers['marker.color'][0], symbol: markers['marker.symbol'][0] });
  el.layout.shapes = shapes;
}

function drawUnseen() {
  for (const el of unseen) {
    if (document.hidden || (el.offScreen && el.isConnected)) continue;
    unseen.delete(el);
    if (el.isConnected && el.data) window.Plotly.redraw(el);
  }
}

const onScreen = new IntersectionObserver(entries => {
  for (const entry of entries) entry.target.offScreen = !entry.isIntersecting;
  drawUnseen();
});

document.addEventListener('visibilitychange', drawUnseen);
