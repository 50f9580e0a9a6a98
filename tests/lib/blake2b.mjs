// BLAKE2b with a digest of 32 bytes (RFC 7693): Node's own has 64 only. For reading archives without the program.

const MASK = (1n << 64n) - 1n;
const BLOCK = 128, DIGEST = 32;
const IV = [
  0x6a09e667f3bcc908n, 0xbb67ae8584caa73bn, 0x3c6ef372fe94f82bn, 0xa54ff53a5f1d36f1n,
  0x510e527fade682d1n, 0x9b05688c2b3e6c1fn, 0x1f83d9abfb41bd6bn, 0x5be0cd19137e2179n,
];
// Which words of the message each round takes, in hexadecimal.
const ROUNDS = [
  "0123456789abcdef", "ea489fd61c02b753", "b8c052fdae367194", "7931dcbe265a40f8", "905724afe1bc683d",
  "2c6a0b834d75fe19", "c51fed4a0763928b", "db7ec13950f4862a", "6fe9b308c2d714a5", "a2847615fb9e3cd0",
];
const turn = (word, by) => ((word >> by) | (word << (64n - by))) & MASK;

function mix(v, a, b, c, d, x, y) {
  v[a] = (v[a] + v[b] + x) & MASK;
  v[d] = turn(v[d] ^ v[a], 32n);
  v[c] = (v[c] + v[d]) & MASK;
  v[b] = turn(v[b] ^ v[c], 24n);
  v[a] = (v[a] + v[b] + y) & MASK;
  v[d] = turn(v[d] ^ v[a], 16n);
  v[c] = (v[c] + v[d]) & MASK;
  v[b] = turn(v[b] ^ v[c], 63n);
}

function compress(h, block, total, last) {
  const words = Array.from({ length: 16 }, (_, i) => block.readBigUInt64LE(i * 8));
  const v = [...h, ...IV];
  v[12] ^= BigInt(total);
  if (last) v[14] ^= MASK;
  for (let round = 0; round < 12; round++) {
    const at = [...ROUNDS[round % 10]].map((digit) => words[parseInt(digit, 16)]);
    for (let i = 0; i < 4; i++) mix(v, i, 4 + i, 8 + i, 12 + i, at[2 * i], at[2 * i + 1]);
    for (let i = 0; i < 4; i++) mix(v, i, 4 + ((i + 1) % 4), 8 + ((i + 2) % 4), 12 + ((i + 3) % 4), at[8 + 2 * i], at[9 + 2 * i]);
  }
  for (let i = 0; i < 8; i++) h[i] ^= v[i] ^ v[i + 8];
}

/** The digest of bytes, or of a text as UTF-8, in hexadecimal. */
export function blake2b256(content) {
  const bytes = Buffer.from(content);
  const h = [...IV];
  h[0] ^= 0x01010000n ^ BigInt(DIGEST);
  const blocks = Math.max(1, Math.ceil(bytes.length / BLOCK));
  for (let i = 0; i < blocks; i++) {
    const block = Buffer.alloc(BLOCK);
    bytes.copy(block, 0, i * BLOCK);
    compress(h, block, Math.min((i + 1) * BLOCK, bytes.length), i === blocks - 1);
  }
  const out = Buffer.alloc(64);
  h.forEach((word, i) => out.writeBigUInt64LE(word, i * 8));
  return out.subarray(0, DIGEST).toString("hex");
}
