// Writes animated GIFs (GIF89a, LZW) from canvases: at most 256 colours, the most frequent ones of all frames.

export function encodeGif(frames, delayMilliseconds, lastDelay) {
  const [{ width, height }] = frames, colours = commonColours(frames), nearest = new Map(), out = [];
  const text = s => { for (const ch of s) out.push(ch.charCodeAt(0)); }, word = n => out.push(n & 255, n >> 8 & 255);
  text('GIF89a');
  word(width);
  word(height);
  out.push(0xf7, 0, 0);
  for (let i = 0; i < 256; i++) { const c = colours[i] ?? 0; out.push(c >> 16 & 255, c >> 8 & 255, c & 255); }
  out.push(0x21, 0xff, 11);
  text('NETSCAPE2.0');
  out.push(3, 1, 0, 0, 0);
  frames.forEach((frame, i) => {
    out.push(0x21, 0xf9, 4, 0);
    word(Math.round((i === frames.length - 1 ? lastDelay : delayMilliseconds) / 10));
    out.push(0, 0, 0x2c, 0, 0, 0, 0);
    word(width);
    word(height);
    out.push(0, 8);
    const packed = lzw(indices(frame, colours, nearest));
    for (let at = 0; at < packed.length; at += 255) {
      const block = packed.slice(at, at + 255);
      out.push(block.length);
      for (const byte of block) out.push(byte);
    }
    out.push(0);
  });
  out.push(0x3b);
  return new Uint8Array(out);
}

// Five bits per channel are enough to tell the drawing's colours apart.
const coarse = (d, i) => (d[i] & 0xf8) << 16 | (d[i + 1] & 0xf8) << 8 | d[i + 2] & 0xf8;

function commonColours(frames) {
  const counts = new Map(), exact = new Map();
  for (const { data } of frames) for (let i = 0; i < data.length; i += 4) {
    const key = coarse(data, i);
    counts.set(key, (counts.get(key) ?? 0) + 1);
    if (!exact.has(key)) exact.set(key, data[i] << 16 | data[i + 1] << 8 | data[i + 2]);
  }
  return [...counts].sort((a, b) => b[1] - a[1]).slice(0, 256).map(([key]) => exact.get(key));
}

function indices({ data }, colours, nearest) {
  const result = new Uint8Array(data.length / 4);
  for (let i = 0; i < data.length; i += 4) {
    const key = coarse(data, i);
    let index = nearest.get(key);
    if (index === undefined) {
      let least = Infinity;
      colours.forEach((c, n) => {
        const d = ((c >> 16 & 255) - data[i]) ** 2 + ((c >> 8 & 255) - data[i + 1]) ** 2 + ((c & 255) - data[i + 2]) ** 2;
        if (d < least) { least = d; index = n; }
      });
      nearest.set(key, index);
    }
    result[i / 4] = index;
  }
  return result;
}

function lzw(pixels) {
  const clear = 256, end = 257, out = [];
  let codes = new Map(), next = 258, width = 9, bits = 0, held = 0;
  const put = code => {
    bits |= code << held;
    held += width;
    while (held >= 8) { out.push(bits & 255); bits >>>= 8; held -= 8; }
  };
  put(clear);
  let prefix = pixels[0];
  for (let i = 1; i < pixels.length; i++) {
    const key = prefix << 8 | pixels[i], known = codes.get(key);
    if (known !== undefined) { prefix = known; continue; }
    put(prefix);
    if (next < 4096) {
      codes.set(key, next);
      if (next++ === 1 << width && width < 12) width++;
    } else {
      put(clear);
      codes = new Map();
      next = 258;
      width = 9;
    }
    prefix = pixels[i];
  }
  put(prefix);
  put(end);
  if (held > 0) out.push(bits & 255);
  return out;
}
