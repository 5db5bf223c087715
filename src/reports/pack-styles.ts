import type { Alignment, Border, Fill, Font, Style } from 'exceljs';

/** How a column shows its values. Numbers keep their full value; the format only rounds what is seen. */
export type ColumnFormat = 'text' | 'weight' | 'points' | 'kilograms' | 'pounds' | 'count';

/** How a row stands out. */
export type RowLook = 'plain' | 'subtotal' | 'section';

const NUMBER_FORMATS: Readonly<Record<ColumnFormat, string>> = {
  text: 'General',
  weight: 'General',
  points: '#,##0.00##',
  kilograms: '#,##0.00#',
  pounds: '#,##0.00',
  count: '0',
};

const INK = 'FF0B0C0C';
const HEADER_FILL = 'FF1D4F8C';
const SUBTOTAL_FILL = 'FFEEF2F7';
/** Cells that recalculate; said in words in the sheet's note as well. */
const LIVE_FILL = 'FFFFF7D6';
const RULE_LINE: Partial<Border> = { style: 'thin', color: { argb: 'FFB1B4B6' } };
const FONT_NAME = 'Arial';

export const TITLE_FONT: Partial<Font> = { name: FONT_NAME, size: 14, bold: true, color: { argb: INK } };
export const STATUS_FONT: Partial<Font> = { name: FONT_NAME, size: 12, bold: true, color: { argb: 'FFB10E1E' } };
export const NOTE_FONT: Partial<Font> = { name: FONT_NAME, size: 10, color: { argb: INK } };

export const HEADER_STYLE: Partial<Style> = {
  font: { name: FONT_NAME, size: 10, bold: true, color: { argb: 'FFFFFFFF' } },
  fill: solid(HEADER_FILL),
  alignment: { vertical: 'top', horizontal: 'left', wrapText: true, indent: 1 },
  border: { bottom: RULE_LINE },
};

/** What a cell of the body looks like. */
export function bodyStyle(
  format: ColumnFormat,
  look: RowLook,
  cell: {
    readonly isLive: boolean;
    readonly isText: boolean;
    readonly isLink: boolean;
    readonly looksLikeFormula: boolean;
  },
): Partial<Style> {
  const fill = cell.isLive ? solid(LIVE_FILL) : look === 'plain' ? undefined : solid(SUBTOTAL_FILL);
  return {
    font: bodyFont(look, cell.isLink),
    alignment: cell.isText ? TEXT_ALIGNMENT : NUMBER_ALIGNMENT,
    border: { bottom: RULE_LINE },
    numFmt: cell.looksLikeFormula ? '@' : cell.isText ? 'General' : NUMBER_FORMATS[format],
    ...(fill === undefined ? {} : { fill }),
  };
}

const TEXT_ALIGNMENT: Partial<Alignment> = { vertical: 'top', horizontal: 'left', wrapText: true, indent: 1 };
const NUMBER_ALIGNMENT: Partial<Alignment> = { vertical: 'top', horizontal: 'right', indent: 1 };

function bodyFont(look: RowLook, isLink: boolean): Partial<Font> {
  const font: Partial<Font> = { name: FONT_NAME, size: 10, color: { argb: isLink ? 'FF1D4F8C' : INK } };
  return { ...font, ...(look === 'plain' ? {} : { bold: true }), ...(isLink ? { underline: true } : {}) };
}

function solid(argb: string): Fill {
  return { type: 'pattern', pattern: 'solid', fgColor: { argb } };
}

/** Marks a check cell that says DIFFERS; the word says it too. */
export const DIFFERS_STYLE: Partial<Style> = {
  font: { bold: true, color: { argb: 'FFFFFFFF' } },
  fill: { type: 'pattern', pattern: 'solid', bgColor: { argb: 'FFB10E1E' } },
};
