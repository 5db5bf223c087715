/** A stream of numbers that a seed fixes wholly: the same on every machine, bit for bit. */
export type SplitMix64 = {
  /** The next 64 bits. */
  next(): bigint;
  /** The next double in [0, 1): the upper 53 bits times 2^-53. */
  nextUnit(): number;
};

const TWO_21 = 2_097_152;
const TWO_MINUS_53 = 2 ** -53;

/**
 * The SplitMix64 generator (Steele, Lea and Flood, 2014) from a seed of 64 bits; a longer seed loses its upper bits.
 * A word of 64 bits is held as two of 32 in typed arrays: BigInt, or plain numbers above 31 bits, would make an object
 * of every step.
 */
export function createSplitMix64(seed: bigint): SplitMix64 {
  const start = BigInt.asUintN(64, seed);
  /** Upper half, lower half. */
  const state = new Uint32Array([Number(start >> 32n), Number(start & 0xffff_ffffn)]);
  const word = new Uint32Array(2);
  return {
    next: () => {
      advance(state, word);
      return (BigInt(word[0] ?? 0) << 32n) | BigInt(word[1] ?? 0);
    },
    nextUnit: () => {
      advance(state, word);
      return ((word[0] as number) * TWO_21 + ((word[1] as number) >>> 11)) * TWO_MINUS_53;
    },
  };
}

/** One step: the state grows by the golden ratio, and the word is the state stirred by two rounds. */
function advance(state: Uint32Array, word: Uint32Array): void {
  const before = state[1] as number;
  const stateLow = (before + 0x7f4a7c15) | 0;
  const carry = stateLow >>> 0 < before ? 1 : 0;
  const stateHigh = ((state[0] as number) + 0x9e3779b9 + carry) | 0;
  state[0] = stateHigh;
  state[1] = stateLow;
  // z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9
  let low = stateLow ^ ((stateLow >>> 30) | (stateHigh << 2));
  let high = stateHigh ^ (stateHigh >>> 30);
  high = multiplyHigh(high, low, 0xbf58476d, 0x1ce4e5b9);
  low = Math.imul(low, 0x1ce4e5b9);
  // z = (z ^ (z >>> 27)) * 0x94d049bb133111eb
  low ^= (low >>> 27) | (high << 5);
  high ^= high >>> 27;
  high = multiplyHigh(high, low, 0x94d049bb, 0x133111eb);
  low = Math.imul(low, 0x133111eb);
  // z ^ (z >>> 31)
  word[1] = low ^ ((low >>> 31) | (high << 1));
  word[0] = high ^ (high >>> 31);
}

/** The upper half of the lower 64 bits of a product, by halves of 16 bits: no step leaves 32-bit integers. */
function multiplyHigh(aHigh: number, aLow: number, bHigh: number, bLow: number): number {
  const a0 = aLow & 0xffff;
  const a1 = aLow >>> 16;
  const b0 = bLow & 0xffff;
  const b1 = bLow >>> 16;
  const middle0 = Math.imul(a0, b1);
  const middle1 = Math.imul(a1, b0);
  const carried = (Math.imul(a0, b0) >>> 16) + (middle0 & 0xffff) + (middle1 & 0xffff);
  const upper = Math.imul(a1, b1) + (middle0 >>> 16) + (middle1 >>> 16) + (carried >>> 16);
  return (upper + Math.imul(aHigh, bLow) + Math.imul(aLow, bHigh)) | 0;
}
