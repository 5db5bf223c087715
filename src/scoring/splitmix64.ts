/** A stream of numbers that a seed fixes wholly: the same on every machine, bit for bit. */
export type SplitMix64 = {
  /** The next 64 bits. */
  next(): bigint;
  /** The next double in [0, 1): the upper 53 bits times 2^-53. */
  nextUnit(): number;
};

const TWO_32 = 4_294_967_296;
const TWO_16 = 65_536;
const TWO_MINUS_53 = 2 ** -53;

/**
 * The SplitMix64 generator (Steele, Lea and Flood, 2014) from a seed of 64 bits; a longer seed loses its upper bits.
 * 64-bit words are held as two halves of 32 bits: BigInt would give the same numbers some thirty times slower.
 */
export function createSplitMix64(seed: bigint): SplitMix64 {
  const start = BigInt.asUintN(64, seed);
  let stateHigh = Number(start >> 32n);
  let stateLow = Number(start & 0xffff_ffffn);
  let high = 0;
  let low = 0;

  const advance = (): void => {
    // state += 0x9e3779b97f4a7c15
    const sum = stateLow + 0x7f4a7c15;
    stateLow = sum >>> 0;
    stateHigh = (stateHigh + 0x9e3779b9 + (sum >= TWO_32 ? 1 : 0)) >>> 0;
    // z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9
    low = (stateLow ^ ((stateLow >>> 30) | (stateHigh << 2))) >>> 0;
    high = (stateHigh ^ (stateHigh >>> 30)) >>> 0;
    high = multiplyHigh(high, low, 0xbf58476d, 0x1ce4e5b9);
    low = Math.imul(low, 0x1ce4e5b9) >>> 0;
    // z = (z ^ (z >>> 27)) * 0x94d049bb133111eb
    low = (low ^ ((low >>> 27) | (high << 5))) >>> 0;
    high = (high ^ (high >>> 27)) >>> 0;
    high = multiplyHigh(high, low, 0x94d049bb, 0x133111eb);
    low = Math.imul(low, 0x133111eb) >>> 0;
    // z ^ (z >>> 31)
    low = (low ^ ((low >>> 31) | (high << 1))) >>> 0;
    high = (high ^ (high >>> 31)) >>> 0;
  };

  return {
    next: () => {
      advance();
      return (BigInt(high) << 32n) | BigInt(low);
    },
    nextUnit: () => {
      advance();
      return (high * 2_097_152 + (low >>> 11)) * TWO_MINUS_53;
    },
  };
}

/** The upper half of the lower 64 bits of a product. Every partial product stays below 2^53, so doubles are exact. */
function multiplyHigh(aHigh: number, aLow: number, bHigh: number, bLow: number): number {
  const lower = aLow * (bLow & 0xffff);
  const upper = aLow * (bLow >>> 16);
  const carried = Math.floor((upper + Math.floor(lower / TWO_16)) / TWO_16);
  return (carried + Math.imul(aHigh, bLow) + Math.imul(aLow, bHigh)) >>> 0;
}
