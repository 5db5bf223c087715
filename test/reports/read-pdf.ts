import { inflateSync } from 'node:zlib';

/** The objects of a PDF as text, streams inflated: enough to see tags, fonts and metadata without a PDF library. */
export function pdfObjects(pdf: Uint8Array): string {
  const text = Buffer.from(pdf).toString('latin1');
  const streams = [...text.matchAll(/<<([^>]*(?:>(?!>)[^>]*)*)>>\s*stream\n/g)].map((match) => {
    const [whole, dictionary = ''] = match;
    const start = match.index + whole.length;
    const length = Number(/\/Length (\d+)/.exec(dictionary)?.[1]);
    const bytes = pdf.subarray(start, start + length);
    return dictionary.includes('/FlateDecode') && !/\/Length1|\/XRef/.test(dictionary)
      ? `${dictionary}\n${inflateSync(bytes).toString('latin1')}`
      : dictionary;
  });
  return `${text}\n${streams.join('\n')}`;
}

/** How often a pattern occurs. */
export function count(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].length;
}
