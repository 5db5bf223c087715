import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { SupplierLetter } from '../../src/application/supplier-letter.ts';
import { writeSupplierLetter } from '../../src/reports/supplier-letter.ts';
import { pdfObjects } from './read-pdf.ts';

const YEAR = { financialYear: '2025/26', committed: '18,000', reported: '19,250.5', rating: 'Requires improvement' };

const LETTER: SupplierLetter = {
  title: 'Carbon of your contracts with northshire',
  to: 'Fictional <b>Fern\u202E Hosting Ltd',
  from: 'northshire',
  date: '2026-11-23',
  opening: 'Amounts are gross kilograms CO2e of each financial year.',
  contracts: [
    { name: 'C-HOST Hosting of case management', years: [YEAR] },
    { name: 'C-NEW Next telephony', years: [] },
  ],
  asks: ['Agree how a tonne comes off, by 31 December 2026'],
  evidence: ['ISO 14001 certificate, contract C-HOST: what we have counts until 1 February 2027'],
  closing: 'We may have to publish them on request.',
};

function madeBy(program: string, args: readonly string[], input?: Uint8Array): string | undefined {
  const { error, status, stdout } = spawnSync(program, args, input === undefined ? {} : { input });
  return error === undefined && status === 0 ? stdout.toString('utf8') : undefined;
}

describe('the letter to a supplier as PDF', () => {
  it('is tagged, with its fonts in it, and the same letter gives the same bytes', async () => {
    const [first, second] = [await writeSupplierLetter(LETTER), await writeSupplierLetter(LETTER)];
    expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true);
    const objects = pdfObjects(first);
    expect(objects).toMatch(/\/Marked true/);
    expect(objects).toMatch(/\/S \/TH\n/);
    expect(objects.match(/\/FontFile2 /g)?.length).toBe(2);
  });

  it.skipIf(madeBy('pdftotext', ['-v']) === undefined)(
    'says what its page says, and makes visible what a name hides (needs poppler)',
    async () => {
      const text = madeBy('pdftotext', ['-raw', '-', '-'], await writeSupplierLetter(LETTER)) ?? '';
      const flat = text.replaceAll(/\s+/g, ' ');
      for (const words of [
        'To: Fictional <b>Fern[U+202E] Hosting Ltd',
        'From: northshire. Date: 23 November 2026.',
        'Carbon of your contracts with northshire',
        'kilograms CO₂e',
        'C-HOST Hosting of case management',
        '2025/26 18,000 19,250.5 Requires improvement',
        'None yet – – –',
        'Agree how a tonne comes off, by 31 December 2026',
        'ISO 14001 certificate, contract C-HOST',
        'the day of this letter',
        'Page 1 of 1',
      ])
        expect(flat, words).toContain(words);
    },
  );

  it('leaves out what there is none of', async () => {
    const nothing = { ...LETTER, contracts: [], asks: [], evidence: [], opening: 'You have no contract.' };
    expect(pdfObjects(await writeSupplierLetter(nothing))).not.toMatch(/\/S \/(?:TH|LI)\n/);
  });
});
