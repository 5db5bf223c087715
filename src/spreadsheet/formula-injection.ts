/**
 * Text from outside that a spreadsheet program would run as a formula when it opens a file. One policy for both
 * kinds of file: in a workbook such text is a string cell, formatted as text, so that editing the cell keeps it
 * text; in CSV, which cannot tell text from formulas, it is given a leading apostrophe. Numbers are not text: a
 * column of figures is written as it is, minus signs included.
 */
const STARTS_A_FORMULA = /^[=+\-@\t\r\n＝＋－＠]/u;

/** Whether a spreadsheet program may take the text for a formula. */
export function looksLikeFormula(text: string): boolean {
  return STARTS_A_FORMULA.test(text);
}

/** Text as a CSV field may hold it, before quoting: with a leading apostrophe where it looks like a formula. */
export function neutralText(text: string): string {
  return looksLikeFormula(text) ? `'${text}` : text;
}
