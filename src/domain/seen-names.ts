const FIRST_SLOTS = 1024;
/** Of each slot: three words of the hash of a name, and the row it was first seen in plus one, 0 where it is free. */
const WORDS = 4;
const FULL = 0.7;

/**
 * Names, each with the row that it was first seen in. Of a name only 96 bits are kept, so that a million take some 30
 * MB and not 200: of a hundred million names two different ones are alike with a chance of one in 10^13.
 */
export class SeenNames {
  private slots = new Uint32Array(FIRST_SLOTS * WORDS);
  private size = 0;
  private readonly hash = new Uint32Array(3);

  /** The row that the name was seen in before; undefined where this is the first. */
  firstRow(name: string, row: number): number | undefined {
    if (this.size > FULL * (this.slots.length / WORDS)) this.grow();
    hashName(name, this.hash);
    const at = findSlot(this.slots, this.hash);
    const earlier = this.slots[at + 3] ?? 0;
    if (earlier > 0) return earlier - 1;
    this.slots.set(this.hash, at);
    this.slots[at + 3] = row + 1;
    this.size += 1;
    return undefined;
  }

  private grow(): void {
    const old = this.slots;
    this.slots = new Uint32Array(old.length * 2);
    for (let at = 0; at < old.length; at += WORDS) {
      if (old[at + 3] === 0) continue;
      const slot = old.subarray(at, at + WORDS);
      this.slots.set(slot, findSlot(this.slots, slot));
    }
  }
}

/** Where the hash stands, or the free slot where it belongs. */
function findSlot(slots: Uint32Array, hash: Uint32Array): number {
  const mask = slots.length / WORDS - 1;
  for (let slot = (hash[0] ?? 0) & mask; ; slot = (slot + 1) & mask) {
    const at = slot * WORDS;
    const isSame = slots[at] === hash[0] && slots[at + 1] === hash[1] && slots[at + 2] === hash[2];
    if (isSame || slots[at + 3] === 0) return at;
  }
}

/** Three hashes of 32 bits with multipliers of their own, mixed at the end as MurmurHash3 does. */
function hashName(name: string, into: Uint32Array): void {
  let [a, b, c] = [0x9e3779b9 | 0, 0x85ebca6b | 0, 0xc2b2ae35 | 0];
  for (let index = 0; index < name.length; index++) {
    const code = name.charCodeAt(index);
    a = Math.imul(((a << 13) | (a >>> 19)) ^ code, 0x2c1b3c6d);
    b = Math.imul(((b << 11) | (b >>> 21)) ^ code, 0x297a2d39);
    c = Math.imul(((c << 7) | (c >>> 25)) ^ code, 0x1b56c4e9);
  }
  into[0] = mixed(a ^ name.length);
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
