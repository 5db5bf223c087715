import { spawnSync } from 'node:child_process';
import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import type { MinutedItem, Minutes } from '../../src/application/moderation-minutes.ts';
import { writeMinutes } from '../../src/reports/minutes.ts';
import { madeUpAssessment, madeUpBid } from './made-up-tender.ts';
import { pdfObjects } from './read-pdf.ts';

const AT = '2026-12-21T10:00:00Z';
const HEAD = 'ab'.repeat(32);
const HOSTILE = '=HYPERLINK("https://evil.example") \u202E Ltd';

function item(bid: string, more: Partial<MinutedItem> = {}): MinutedItem {
  const finding = {
    judgement: '3 points',
    found: '3 points',
    reason: 'Page 4 shows it, with weights by month',
    pointers: [],
  };
  const pointers = [{ kind: 'document' as const, document: 'Plan.pdf', page: '4' }];
  return {
    bid,
    supplier: 'Alder Example Ltd',
    code: 'C02',
    title: 'Reuse of devices',
    proposed: '5 points',
    found: [
      { ...finding, by: 'Ana Example' },
      { ...finding, by: 'Ben Example', judgement: '1 point', found: '1 point', reason: 'The annex says CO2e alone' },
    ],
    dissent: true,
    discussedBecause: ['The scores differ by 2 points or more.'],
    agreed: { ...finding, by: 'Cleo Example', at: AT, pointers, answersDissent: 'The annex was replaced' },
    ...more,
  };
}

const minutes: Minutes = {
  procurement: madeUpAssessment([madeUpBid({ reference: 'B1' })]).procurement,
  blind: true,
  locked: { by: 'Asha Okafor', at: AT, event: '31', chainHead: HEAD },
  people: [
    { name: 'Ana Example', part: 'evaluated every criterion and condition', interests: [{ interest: 'none', at: AT }] },
    {
      name: 'Ben Example',
      part: 'was assigned, and taken off',
      interests: [
        {
          interest: 'actual',
          at: AT,
          details: 'Shares in a bidder',
          mitigation: 'None',
          decision: { decision: 'replaced', reason: 'Too close', byName: 'Asha Okafor', at: AT },
        },
      ],
    },
    { name: 'Cleo Example', part: 'moderated', interests: [] },
  ],
  items: [
    item('B1'),
    item('B2', {
      supplier: HOSTILE,
      dissent: false,
      discussedBecause: [],
      agreed: {
        ...item('B2').agreed,
        judgement: 'facts corrected: net-zero-year = 2035',
        found: 'fail (G2)',
        changeReason: 'A letter was overlooked',
        secondApprover: 'Ana Example',
      },
    }),
  ],
  warnings: [{ code: 'same-fact-apart', message: 'C02, B1 and B2: taken differently.', done: 'It stands.' }],
  changes: [
    {
      at: AT,
      by: 'Cleo Example',
      of: 'consensus',
      bid: 'B2',
      rule: 'reuse',
      code: 'C02',
      from: '2 points',
      to: '3 points',
      reason: '=1+1',
      secondApprover: 'Ana Example',
    },
  ],
};

/** The cells of a row as text, up to the last. */
function cellTexts(row: ExcelJS.Row): string[] {
  return Array.from({ length: row.cellCount }, (_, index) => row.getCell(index + 1).text);
}

/** What a program of the machine makes of a file; undefined where it cannot be run. */
function madeBy(program: string, args: readonly string[], input?: Uint8Array): string | undefined {
  const { error, stdout } = spawnSync(program, args, input === undefined ? {} : { input });
  return error === undefined ? stdout.toString('utf8') : undefined;
}

describe('the minutes of moderation as a PDF', () => {
  it.skipIf(madeBy('pdftotext', ['-v']) === undefined)(
    'say who was there, what was found, discussed, agreed, pointed out and changed (needs poppler)',
    async () => {
      const pdf = await writeMinutes(minutes, 'pdf');
      const text = madeBy('pdftotext', ['-raw', '-', '-'], pdf)?.replaceAll(/\s+/g, ' ') ?? '';
      for (const words of [
        'bidders were shown by code until the consensus was locked',
        'by Asha Okafor on 21 December 2026',
        HEAD,
        'No declaration is on record.',
        'Alder Example Ltd (bid B1)',
        'Plan.pdf, page 4',
        'Changes after a lock',
      ])
        expect(text).toContain(words);
      const flat = text.replaceAll(' ', '');
      for (const words of [
        'an actual conflict. Shares in a bidder. Mitigation: None. Asha Okafor decided on 21 December 2026: replaced. Too close.',
        'The scores differ by 2 points or more.',
        'To who found otherwise: The annex was replaced',
        'fail (G2) (facts corrected: net-zero-year = 2035)',
        'C02, B1 and B2: taken differently.',
        '[U+202E]',
      ])
        expect(flat, words).toContain(words.replaceAll(' ', ''));
    },
  );

  it('are tagged, and the same minutes give the same bytes', async () => {
    const [first, second] = [await writeMinutes(minutes, 'pdf'), await writeMinutes(minutes, 'pdf')];
    expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true);
    expect(pdfObjects(first)).toMatch(/\/Marked true/);
  });
});

describe('the minutes of moderation as a workbook', () => {
  it('hold a sheet for each table, text as text, and the same bytes for the same minutes', async () => {
    const [first, second] = [await writeMinutes(minutes, 'xlsx'), await writeMinutes(minutes, 'xlsx')];
    expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(Buffer.from(first) as unknown as ExcelJS.Buffer);
    const rows = (name: string) => {
      const found: string[][] = [];
      workbook.getWorksheet(name)?.eachRow((row, number) => {
        if (number > 5) found.push(cellTexts(row));
      });
      return found;
    };
    expect(workbook.worksheets.map(({ name }) => name)).toEqual([
      'Minutes',
      'People',
      'Agreed',
      'Found',
      'Warnings',
      'Changes',
    ]);
    expect(rows('Minutes').at(-1)).toEqual(['Head of the audit chain, SHA-256', HEAD]);
    expect(rows('Agreed')).toHaveLength(2);
    expect(rows('Agreed')[0]).toEqual(
      expect.arrayContaining(['C02', '5 points', '3 points', 'Plan.pdf, page 4', 'Yes']),
    );
    expect(rows('Found').map((row) => row.slice(5, 7))).toEqual([
      ['Ana Example', '3 points'],
      ['Ben Example', '1 point'],
      ['Ana Example', '3 points'],
      ['Ben Example', '1 point'],
    ]);
    expect(rows('Agreed')[1]?.[2]).toBe('=HYPERLINK("https://evil.example") [U+202E] Ltd');
    expect(workbook.getWorksheet('Changes')?.getCell('I6').type).toBe(ExcelJS.ValueType.String);
    expect(rows('Changes')).toHaveLength(1);
  });
});
