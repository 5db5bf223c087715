const FIRST_SLOTS = 1024;
/** Of each slot: three words of the hash of a name, and the row it was first seen in plus one, 0 where it is free. */
const WORDS = 4;
const FULL = 0.7;

/**
 * Names, each with the row that it was first seen in. Of a name only 96 bits are kept, so that a million take some 30
 * MB and not 200: of a hundred million names two different ones are alike with a chance of one in 10^13.
 */
export class SeenNames {
  private slots = new Int32Array(FIRST_SLOTS * WORDS);
  private size = 0;
  private readonly hash = new Int32Array(3);

  /**
   * The row that the name was seen in before; undefined where this is the first. A name may be of several parts, as
   * many each time: they need not be put together first, which takes longer than all the rest.
   */
  firstRow(name: string | readonly string[], row: number): number | undefined {
    if (this.size > FULL * (this.slots.length / WORDS)) this.grow();
    hashName(typeof name === 'string' ? [name] : name, this.hash);
    const [a = 0, b = 0, c = 0] = this.hash;
    const at = findSlot(this.slots, a, b, c);
    const earlier = this.slots[at + 3] ?? 0;
    if (earlier > 0) return earlier - 1;
    put(this.slots, at, a, b, c, row + 1);
    this.size += 1;
    return undefined;
  }

  private grow(): void {
    const old = this.slots;
    this.slots = new Int32Array(old.length * 2);
    for (let at = 0; at < old.length; at += WORDS) {
      const row = old[at + 3] ?? 0;
      if (row === 0) continue;
      const [a, b, c] = [old[at] ?? 0, old[at + 1] ?? 0, old[at + 2] ?? 0];
      put(this.slots, findSlot(this.slots, a, b, c), a, b, c, row);
    }
  }
}

/** Where the hash stands, or the free slot where it belongs. */
function findSlot(slots: Int32Array, a: number, b: number, c: number): number {
  const mask = slots.length / WORDS - 1;
  for (let slot = a & mask; ; slot = (slot + 1) & mask) {
    const at = slot * WORDS;
    if (slots[at + 3] === 0 || (slots[at] === a && slots[at + 1] === b && slots[at + 2] === c)) return at;
  }
}

function put(slots: Int32Array, at: number, a: number, b: number, c: number, row: number): void {
  slots[at] = a;
  slots[at + 1] = b;
  slots[at + 2] = c;
  slots[at + 3] = row;
}

/**
 * Three hashes of 32 bits with multipliers of their own, mixed at the end as MurmurHash3 does: of the length of each
 * part, so that none can pass for another's beginning, and its characters, two at a time.
 */
function hashName(parts: readonly string[], into: Int32Array): void {
  let [a, b, c] = [0x9e3779b9 | 0, 0x85ebca6b | 0, 0xc2b2ae35 | 0];
  for (const part of parts) {
    const { length } = part;
    for (let index = -1; index < length; index += 2) {
      const first = index === -1 ? length : part.charCodeAt(index);
      const second = index + 1 < length ? part.charCodeAt(index + 1) : 0;
      const code = first ^ (second << 16);
      a = Math.imul(((a << 13) | (a >>> 19)) ^ code, 0x2c1b3c6d);
      b = Math.imul(((b << 11) | (b >>> 21)) ^ code, 0x297a2d39);
      c = Math.imul(((c << 7) | (c >>> 25)) ^ code, 0x1b56c4e9);
    }
  }
  into[0] = mixed(a);
  into[1] = mixed(b ^ a);
  into[2] = mixed(c ^ b);
}

function mixed(value: number): number {
  let hash = value ^ (value >>> 16);
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
