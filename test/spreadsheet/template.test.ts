import ExcelJS from 'exceljs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Tender, toCanonicalTender } from '../../src/application/tender.ts';
import type { Bid } from '../../src/domain/bid.ts';
import { getRuleSet, type Catalogue } from '../../src/scoring/catalogue.ts';
import { ABOUT_SHEET, bidLayout, tenderLayout, type WorkbookLayout } from '../../src/spreadsheet/layout.ts';
import { cellText } from '../../src/spreadsheet/cell.ts';
import { readTender } from '../../src/spreadsheet/read-tender.ts';
import { readUpload, type UploadContent } from '../../src/spreadsheet/upload.ts';
import { type TemplateRequest, writeTemplate } from '../../src/spreadsheet/write-template.ts';
import { aBid, aProcurement } from '../support/builders.ts';
import { testCatalogue } from '../support/catalogue.ts';
import { sampleTender } from '../support/sample-tenders.ts';
import { sharedExists } from '../support/shared-data.ts';

let catalogue: Catalogue;
const made = new Map<string, Uint8Array>();

beforeAll(async () => {
  catalogue = await testCatalogue();
});

function request(kind: 'tender' | 'bid', profile: string, rest: Partial<TemplateRequest> = {}): TemplateRequest {
  return { kind, ruleSet: getRuleSet(catalogue, 'ict-net-zero-2030@2'), profile, ...rest };
}

/** A blank template, written once. */
async function blank(kind: 'tender' | 'bid', profile: string): Promise<Uint8Array> {
  const key = `${kind} ${profile}`;
  const bytes = made.get(key) ?? (await writeTemplate(request(kind, profile), catalogue));
  made.set(key, bytes);
  return bytes;
}

async function opened(bytes: Uint8Array): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(bytes as unknown as ExcelJS.Buffer);
  return workbook;
}

const contents = new WeakMap<Uint8Array, Promise<UploadContent>>();

/** A workbook as it is read, once. */
function read(bytes: Uint8Array): Promise<UploadContent> {
  const content = contents.get(bytes) ?? readUpload({ name: 'template.xlsx', bytes });
  contents.set(bytes, content);
  return content;
}

/** The texts of a row of a sheet as it was read. */
function rowTexts(content: UploadContent, sheet: string, row: number): string[] {
  const found = content.sheets.find(({ name }) => name === sheet)?.rows.find(({ number }) => number === row);
  return (found?.cells ?? []).map(({ value }) => cellText(value));
}

/** The texts of a column below the header of row 3. */
function columnTexts(content: UploadContent, sheet: string, header: string): string[] {
  const rows = content.sheets.find(({ name }) => name === sheet)?.rows ?? [];
  const column = rows.find(({ number }) => number === 3)?.cells.find(({ value }) => cellText(value) === header)?.column;
  return rows
    .filter(({ number }) => number > 3)
    .flatMap(({ cells }) => cells.filter((cell) => cell.column === column).map(({ value }) => cellText(value)));
}

describe.each([
  ['tender', 'mixed', tenderLayout],
  ['bid', 'short', bidLayout],
] as const)('a blank %s template', (kind, profile, layout: WorkbookLayout) => {
  it('opens on Read me and has the sheets of the layout, then Lists', async () => {
    const { sheets } = await read(await blank(kind, profile));
    const expected = layout.sheets.filter(({ inTemplate }) => inTemplate).map(({ name }) => name);
    expect(sheets.map(({ name }) => name)).toEqual(['Read me', 'About', ...expected, 'Lists']);
  });

  it('says in the first cell of each sheet what the sheet is', async () => {
    const { sheets } = await read(await blank(kind, profile));
    for (const { name, rows } of sheets.slice(1)) {
      const [first] = rows[0]?.cells ?? [];
      expect(first).toMatchObject({ row: 1, column: 1 });
      expect(cellText(first?.value ?? { kind: 'text', text: '' })).toMatch(new RegExp(`^${name}: .+\\.$`));
    }
  });

  it('uses the headers of the layout, to the letter', async () => {
    const content = await read(await blank(kind, profile));
    for (const sheet of layout.sheets.filter(({ inTemplate }) => inTemplate)) {
      const headers = rowTexts(content, sheet.name, 3);
      const known = [...sheet.columns.map(({ header }) => header), ...sheet.guidance];
      expect(headers.filter((header) => !known.includes(header))).toEqual([]);
      const needed = sheet.columns.filter(({ field }) => field !== 'lot').map(({ header }) => header);
      expect(headers).toEqual(expect.arrayContaining(needed));
    }
    expect(rowTexts(content, 'About', 2).slice(0, 2)).toEqual([ABOUT_SHEET.nameHeader, ABOUT_SHEET.valueHeader]);
    const names = content.sheets
      .find(({ name }) => name === 'About')
      ?.rows.slice(2)
      .map(({ cells }) => cellText(cells[0]?.value ?? { kind: 'text', text: '' }));
    expect(names).toEqual(layout.about.map(({ header }) => header));
  });

  it('is protected without a password, with headers locked and cells to fill in free', async () => {
    const workbook = await opened(await blank(kind, profile));
    for (const sheet of workbook.worksheets) {
      const { sheetProtection } = sheet as unknown as { sheetProtection?: Record<string, unknown> };
      expect(sheetProtection).toMatchObject({ sheet: true });
      expect(sheetProtection).not.toHaveProperty('hashValue');
    }
    const carbon = workbook.getWorksheet('Carbon');
    expect(carbon?.getCell('A3').protection?.locked ?? true).toBe(true);
    expect(carbon?.getCell('A4').protection).toMatchObject({ locked: false });
  });

  it('freezes and repeats the header, prints on A4 landscape fitted to its width, and merges no cells', async () => {
    const workbook = await opened(await blank(kind, profile));
    for (const { name } of layout.sheets.filter(({ inTemplate }) => inTemplate)) {
      const sheet = workbook.getWorksheet(name);
      expect(sheet?.views[0]).toMatchObject({ state: 'frozen', ySplit: 3 });
      expect(sheet?.pageSetup).toMatchObject({
        paperSize: 9,
        orientation: 'landscape',
        fitToWidth: 1,
        fitToHeight: 0,
        printTitlesRow: '3:3',
      });
    }
    for (const sheet of workbook.worksheets) expect((sheet.model as { merges?: unknown[] }).merges ?? []).toEqual([]);
  });

  it('is the same to the byte when it is made again', async () => {
    const again = await writeTemplate(request(kind, profile), catalogue);
    expect(Buffer.compare(again, await blank(kind, profile))).toBe(0);
  });

  it('has a title, and no date that tells when it was made', async () => {
    const { title, created, modified } = await opened(await blank(kind, profile));
    expect(title).toMatch(kind === 'tender' ? /^Tender workbook/ : /^Bid workbook/);
    expect([created, modified].map((date) => date.toISOString().slice(0, 4))).toEqual(['2020', '2020']);
  });
});

describe('the drop-downs of a template', () => {
  it('offer the answers of each choice, yes and no, the stages and the conversion factors, from named lists', async () => {
    const workbook = await opened(await blank('bid', 'mixed'));
    const answers = workbook.getWorksheet('Answers');
    const header = (answers?.getRow(3).values as string[]).indexOf('Answer');
    const question = (answers?.getRow(3).values as string[]).indexOf('Question');
    const offers = new Map<string, readonly string[]>();
    answers?.eachRow((row, number) => {
      if (number <= 3) return;
      const validation = row.getCell(header).dataValidation as ExcelJS.DataValidation | undefined;
      if (validation?.type === 'list')
        offers.set(row.getCell(question).text, offered(workbook, String(validation.formulae[0])));
    });
    for (const [id, values] of offers) {
      const { type, choices } = catalogue.questions.get(id) ?? {};
      expect(values).toEqual(type === 'boolean' ? ['Yes', 'No'] : choices);
    }
    expect(offers.size).toBeGreaterThan(20);
    const carbon = workbook.getWorksheet('Carbon');
    const listOf = (name: string) => {
      const column = (carbon?.getRow(3).values as string[]).indexOf(name);
      return offered(workbook, String(carbon?.getCell(4, column).dataValidation.formulae[0]));
    };
    expect(listOf('Stage')).toEqual(['make', 'ship', 'use', 'serve', 'end']);
    expect(listOf('Tier')).toEqual(['A', 'B', 'C', 'D']);
    expect(listOf('Conversion factor')).toContain('electricity.uk.generation');
  });

  it('are joined by limits for numbers, and by a prompt that says what to enter', async () => {
    const workbook = await opened(await blank('tender', 'mixed'));
    const about = workbook.getWorksheet('About');
    const cellOf = (name: string) => {
      const row = tenderLayout.about.findIndex(({ header }) => header === name) + 3;
      return about?.getCell(row, 2).dataValidation;
    };
    expect(cellOf('Environment share')).toMatchObject({ type: 'decimal', formulae: [0, 100], showInputMessage: true });
    expect(cellOf('Bid deadline')).toMatchObject({ type: 'date' });
    expect(cellOf('Bid deadline')?.prompt).toContain('Required.');
  });
});

/** The values of a defined name. */
function offered(workbook: ExcelJS.Workbook, name: string): string[] {
  const [range = ''] = workbook.definedNames.getRanges(name).ranges;
  const [, from, to] = /\$(\d+):\$[A-Z]+\$(\d+)$/.exec(range) ?? [];
  const letters = /\$([A-Z]+)\$/.exec(range)?.[1] ?? 'A';
  const values: string[] = [];
  for (let row = Number(from); row <= Number(to); row++)
    values.push(workbook.getWorksheet('Lists')?.getCell(`${letters}${row}`).text ?? '');
  return values;
}

describe('the questions of a template', () => {
  it('for a bid are those that the bidder answers in the sheet, each once', async () => {
    const ids = columnTexts(await read(await blank('bid', 'mixed')), 'Answers', 'Question');
    expect(new Set(ids).size).toBe(ids.length);
    const questions = ids.map((id) => catalogue.questions.get(id));
    expect(questions.every((question) => question?.source === 'answer' && question.answeredBy === 'bidder')).toBe(true);
  });

  it('for a tender say who answers', async () => {
    const content = await read(await blank('tender', 'mixed'));
    const ids = columnTexts(content, 'Answers', 'Question');
    const answeredBy = columnTexts(content, 'Answers', 'Answered by');
    expect(answeredBy).toEqual(ids.map((id) => catalogue.questions.get(id)?.answeredBy));
  });

  it('are few in the short profile: fewer than half of the mixed one', async () => {
    const short = columnTexts(await read(await blank('bid', 'short')), 'Answers', 'Question');
    const mixed = columnTexts(await read(await blank('bid', 'mixed')), 'Answers', 'Question');
    expect(short.length).toBeLessThan(mixed.length / 2);
    expect(mixed).toEqual(expect.arrayContaining(short));
  });

  it('stand once for each bid where there are bids, each with its answer', async () => {
    const bids = [
      aBid('B1', { answers: { 'net-zero-year': '2040' } }),
      aBid('B2', { answers: { 'made-up-question': 'text' } }),
    ];
    const bytes = await writeTemplate(
      request('tender', 'mixed', { content: { procurement: aProcurement(), bids } }),
      catalogue,
    );
    const content = await read(bytes);
    const references = columnTexts(content, 'Answers', 'Bid reference');
    const blankCount = columnTexts(await read(await blank('tender', 'mixed')), 'Answers', 'Question').length;
    expect(references.filter((reference) => reference === 'B1')).toHaveLength(blankCount);
    expect(references.filter((reference) => reference === 'B2')).toHaveLength(blankCount + 1);
    expect(columnTexts(content, 'Answers', 'Question').at(-1)).toBe('made-up-question');
  });

  it('are those of every lot', async () => {
    const lots = [{ id: '1', title: 'Laptops', profile: 'hardware' }];
    const procurement = aProcurement({ profile: 'services', lots });
    const content = await read(await writeTemplate(request('tender', 'services', { procurement }), catalogue));
    const ids = columnTexts(content, 'Answers', 'Question');
    for (const profile of ['services', 'hardware']) {
      const asked = columnTexts(await read(await blank('tender', profile)), 'Answers', 'Question');
      expect(ids).toEqual(expect.arrayContaining(asked));
    }
    expect(rowTexts(content, 'Answers', 3)).toContain('Lot');
  });
});

describe('a template for a procurement', () => {
  it('gives bidders its facts, locked, and leaves theirs blank', async () => {
    const workbook = await opened(
      await writeTemplate(request('bid', 'mixed', { procurement: aProcurement() }), catalogue),
    );
    const about = workbook.getWorksheet('About');
    const rowOf = (name: string) => bidLayout.about.findIndex(({ header }) => header === name) + 3;
    const reference = about?.getCell(rowOf('Procurement reference'), 2);
    expect(reference?.text).toBe('ICT-2026-001');
    expect(reference?.protection?.locked ?? true).toBe(true);
    const supplier = about?.getCell(rowOf('Supplier'), 2);
    expect(supplier?.value).toBeNull();
    expect(supplier?.protection).toMatchObject({ locked: false });
  });

  it('offers the conversion factors of the latest official set at the deadline', async () => {
    const procurement = aProcurement({ bidDeadline: '2024-05-01' });
    const workbook = await opened(await writeTemplate(request('bid', 'mixed', { procurement }), catalogue));
    const lists = workbook.getWorksheet('Lists');
    const column = (lists?.getRow(2).values as string[]).indexOf('official set');
    expect(lists?.getCell(3, column).text).toBe('2024');
  });

  it('is refused for a profile that the rule set does not have', async () => {
    await expect(writeTemplate(request('bid', 'furniture'), catalogue)).rejects.toThrow(
      'has no profile "furniture". Known: mixed',
    );
  });
});

/** A bid that says something in every field, with texts and figures that spreadsheets like to change. */
const EVERYTHING: Bid = {
  reference: 'B1',
  lot: '2',
  supplier: {
    name: '=Alder & "Sons" <Ltd>',
    identifier: { scheme: 'GB-COH', id: '01234567' },
    email: 'bids@alder.example',
  },
  receivedAt: '2026-12-17T09:30:00Z',
  price: '1480000.5',
  qualityPoints: '72.25',
  answers: {
    'net-zero-year': { state: 'given', value: '2040', evidence: { document: 'Plan 2026.pdf', page: '4' } },
    'crp-compliant': {
      state: 'given',
      value: true,
      evidence: {
        document: 'CRP.pdf',
        page: '1-3',
        date: '2026-03-31',
        validUntil: '2027-03-30',
        issuedTo: 'Alder Ltd',
      },
    },
    'gross-cut-by-2030': { state: 'given', value: '33.333333333333333333' },
    'footprint-assurance': { state: 'given', value: 'limited' },
    'refurbished-share': { state: 'not-applicable', reason: '-no devices are offered' },
  },
  carbon: [
    {
      line: '1',
      stage: 'use',
      scope: '2',
      year: '2027/28',
      quantity: '1500.1',
      unit: 'kWh',
      factor: 'electricity.uk.generation',
      tier: 'A',
    },
    {
      line: '2',
      stage: 'make',
      scope: '3',
      category: '1',
      year: '2027',
      declaredKg: '792000.123456789',
      tier: 'B',
      evidence: { document: 'Study.pdf' },
    },
    { line: 'end', stage: 'end', declaredKg: '0', reason: 'Devices go back to the maker' },
  ],
  devices: [
    {
      line: '1',
      deviceClass: 'Laptop',
      kgPerDevice: '331',
      units: '3000',
      evidence: { document: 'Maker.pdf', page: '2' },
    },
  ],
  removals: [
    {
      year: '2029',
      tonnes: '20.5',
      kind: 'permanent-removal',
      registry: '@Registry',
      retired: true,
      verifiedBy: '+Verifier',
    },
  ],
};

const LOTS_TENDER: Tender = {
  procurement: aProcurement({
    noticeReference: '2026/S 000-000001',
    estimatedValue: '1800000',
    contractStart: '2027-04-01',
    contractEnd: '2031-03-31',
    carbonBenchmarkHigh: '200.5',
    stageDefaults: { make: '80', end: '4.5' },
    boundaryStages: ['make', 'use'],
    referenceFootprintTonnes: '1500',
    adoptions: [
      { code: 'G3', on: false, reason: 'below the value' },
      { code: 'T2', on: true, reason: 'every bidder can meet it' },
    ],
    lots: [
      {
        id: '1',
        title: 'Services',
        profile: 'services',
        functionalUnits: '400',
        shares: { environment: '30', quality: '30', price: '40' },
      },
      { id: '2', title: 'Laptops', profile: 'hardware', priceBenchmarkHigh: '2000000' },
    ],
  }),
  bids: [EVERYTHING, aBid('B2', { lot: '1' }), aBid('B2', { lot: '2', price: '1300000' })],
};

async function readBack(bytes: Uint8Array) {
  return readTender(await read(bytes), catalogue);
}

describe('a template that is filled in', () => {
  it('is read back exactly, whatever its texts and figures look like', async () => {
    const bytes = await writeTemplate(request('tender', 'mixed', { content: LOTS_TENDER }), catalogue);
    const { tender, issues, notices } = await readBack(bytes);
    expect(issues).toEqual([]);
    expect(tender).toEqual(toCanonicalTender(LOTS_TENDER));
    expect(notices.filter((notice) => notice.includes('not known'))).toEqual([]);
  });

  it('is read back exactly as a bid workbook, but for the quality points, which the council gives', async () => {
    const procurement = aProcurement();
    const { qualityPoints: _, lot: __, ...bid } = EVERYTHING;
    const content = { procurement, bids: [{ ...bid, qualityPoints: '72.25' }] };
    const { bids, issues } = await readBack(await writeTemplate(request('bid', 'mixed', { content }), catalogue));
    expect(issues).toEqual([]);
    expect(bids).toEqual(toCanonicalTender({ procurement, bids: [bid] }).bids);
  });

  it.skipIf(!sharedExists)(
    `gives the sample bids back exactly${sharedExists ? '' : ' (skipped: the shared data is not here)'}`,
    async () => {
      for (const [version, profile] of [
        [1, 'hardware'],
        [2, 'mixed'],
        [2, 'short'],
      ] as const) {
        const content = sampleTender(version, profile);
        const ruleSet = getRuleSet(catalogue, `ict-net-zero-2030@${version}`);
        const { tender, issues } = await readBack(
          await writeTemplate({ kind: 'tender', ruleSet, profile, content }, catalogue),
        );
        expect(issues).toEqual([]);
        expect(tender).toEqual(toCanonicalTender(content));
      }
    },
  );
});

describe('a blank template that is uploaded', () => {
  it('has only the faults of what a tender must say', async () => {
    const { issues, notices } = await readBack(await blank('tender', 'mixed'));
    const required = tenderLayout.about.filter(
      ({ required, field }) => required && !['template', 'profile'].includes(field),
    );
    expect(issues.map(({ header, sheet }) => header ?? sheet)).toEqual([
      ...required.map(({ header }) => header),
      'Bids',
    ]);
    expect(notices).toEqual([]);
  });

  it('has only the faults of who bids', async () => {
    const { issues } = await readBack(await blank('bid', 'short'));
    expect(new Set(issues.map(({ sheet }) => sheet))).toEqual(new Set(['About']));
    expect(issues.map(({ header }) => header)).toContain('Supplier');
  });
});
