import { type DecimalText, decimalText, HUNDRED, parseDecimal, sum, toFraction } from './quantity.ts';

/** Percent by organisation, in order of the names. */
export type Shares = Readonly<Record<string, DecimalText>>;

export type SharesReading =
  | { readonly shares: Shares }
  | { readonly code: string; readonly message: string; readonly expected: string };

const EXPECTED = 'organisations with their percent, as northshire=60; eastham=40';

/**
 * Reads `northshire=60; eastham=40`: each organisation once, each above 0, together exactly 100. Spaces do not count
 * and a percent sign may stand after the number. Nothing is rounded: 33.3 three times is 99.9 and a fault.
 */
export function parseShares(text: string): SharesReading {
  const parts = text
    .split(/[;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const shares = new Map<string, DecimalText>();
  for (const part of parts) {
    const [, name = '', percent = ''] = /^([^=]+)=\s*([^=%]+?)\s*%?$/.exec(part) ?? [];
    const organisation = name.trim();
    const number = parseDecimal(percent);
    if (organisation === '' || number === undefined) {
      return { code: 'shares-unreadable', message: `Enter ${EXPECTED}, got "${part}"`, expected: EXPECTED };
    }
    if (number.lte(0)) {
      const message = `Enter a share above 0 for ${organisation}, got ${percent}, or leave it out`;
      return { code: 'share-not-above-0', message, expected: 'a percent above 0' };
    }
    if (shares.has(organisation)) {
      const message = `Enter each organisation once; ${organisation} stands there twice`;
      return { code: 'duplicate-share', message, expected: EXPECTED };
    }
    shares.set(organisation, decimalText(number, 30));
  }
  const total = sum([...shares.values()].map(toFraction));
  if (!total.equals(HUNDRED)) {
    const message = `The shares add to ${decimalText(total, 30)}; they must add to exactly 100`;
    return { code: 'shares-not-100', message, expected: 'shares that add to 100' };
  }
  return { shares: Object.fromEntries([...shares].toSorted(([a], [b]) => (a < b ? -1 : 1))) };
}

/** The shares as a workbook writes them; `parseShares` gives the same back. */
export function sharesText(shares: Shares): string {
  return Object.entries(shares)
    .map(([organisation, percent]) => `${organisation}=${percent}`)
    .join('; ');
}
