// Hands files to the reader.

export function saveFile(name, url) {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
}

export function saveBytes(name, bytes, type) {
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  saveFile(name, url);
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

export async function saveStream(name, stream, type = 'application/json') {
  saveBytes(name, await stream.arrayBuffer(), type);
}
