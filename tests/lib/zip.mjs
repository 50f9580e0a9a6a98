// A ZIP file as somebody else might write it: entries [name, bytes], stored as they are; also names that no good one has.

const table = Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n >>> 0;
});
const crc32 = (bytes) => (bytes.reduce((crc, byte) => table[(crc ^ byte) & 255] ^ (crc >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0;

/** Numbers of so many bytes, the lowest first: pack([4, 0x04034b50], [2, 20]). */
function pack(...numbers) {
  const out = Buffer.alloc(numbers.reduce((sum, [size]) => sum + size, 0));
  let at = 0;
  for (const [size, number] of numbers) at = out.writeUIntLE(number, at, size);
  return out;
}

export function zipOf(entries) {
  const parts = [], directory = [];
  let offset = 0;
  for (const [name, content] of entries) {
    const label = Buffer.from(name), bytes = Buffer.from(content);
    const common = [[2, 20], [2, 0], [2, 0], [2, 0], [2, 33], [4, crc32(bytes)], [4, bytes.length], [4, bytes.length], [2, label.length], [2, 0]];
    const local = Buffer.concat([pack([4, 0x04034b50], ...common), label, bytes]);
    directory.push(pack([4, 0x02014b50], [2, 20], ...common, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]), label);
    parts.push(local);
    offset += local.length;
  }
  const index = Buffer.concat(directory), count = entries.length;
  return Buffer.concat([...parts, index, pack([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, index.length], [4, offset], [2, 0])]);
}
