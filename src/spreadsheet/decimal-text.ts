import { type DecimalText, parseDecimal } from '../domain/quantity.ts';

/** A number as text, or what to add to "Enter a number". */
export type ReadDecimal = { readonly value: DecimalText } | { readonly advice: string };

/**
 * Reads a plain decimal with a point. Anything else is refused with what to enter where that is certain: a comma can
 * be a thousands separator or a decimal comma, and is never decided here.
 */
export function readDecimalText(text: string): ReadDecimal {
  if (parseDecimal(text) !== undefined) return { value: plainDecimal(text) };
  const meant = readingsOf(text);
  return { advice: meant.length === 0 ? '' : ` in plain digits, as ${meant.join(' or ')}` };
}

/** The same number without needless noughts: "007.50" gives "7.5", "-0" gives "0". */
export function plainDecimal(text: DecimalText): DecimalText {
  const [, sign = '', whole = '0', decimals = ''] = /^(-?)0*(\d+?)(?:\.(\d*?)0*)?$/.exec(text) ?? [];
  const plain = decimals === '' ? whole : `${whole}.${decimals}`;
  return plain === '0' ? '0' : `${sign}${plain}`;
}

/** What a number with separators, a currency sign or a bare point may mean. */
function readingsOf(text: string): string[] {
  const bare = text
    .replaceAll(/[\s£$€']|GBP|kg|t$/gi, '')
    .replace(/^\+/, '')
    .replace('\u2212', '-');
  const readings = new Set<string>();
  if (/^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(bare)) readings.add(bare.replaceAll(',', ''));
  if (/^-?\d{1,3}(\.\d{3})+,\d+$/.test(bare)) readings.add(bare.replaceAll('.', '').replace(',', '.'));
  if (/^-?\d{1,3}(\.\d{3}){2,}$/.test(bare)) readings.add(bare.replaceAll('.', ''));
  if (/^-?\d+,\d+$/.test(bare)) readings.add(bare.replace(',', '.'));
  if (/^-?\.\d+$/.test(bare)) readings.add(bare.replace('.', '0.'));
  if (/^-?\d+\.$/.test(bare)) readings.add(bare.slice(0, -1));
  if (bare !== text && parseDecimal(bare) !== undefined) readings.add(bare);
  return [...readings];
}
