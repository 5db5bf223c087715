import type { TemplateRequest } from '../../src/application/ports.ts';
import type ExcelJS from 'exceljs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Catalogue } from '../../src/scoring/catalogue.ts';
import { cellText } from '../../src/spreadsheet/cell.ts';
import { ABOUT_SHEET, bidLayout, tenderLayout, type WorkbookLayout } from '../../src/spreadsheet/layout.ts';
import type { UploadContent } from '../../src/spreadsheet/upload.ts';
import { writeTemplate } from '../../src/spreadsheet/write-template.ts';
import { aBid, aProcurement } from '../support/builders.ts';
import { testCatalogue } from '../support/catalogue.ts';
import {
  blankTemplate,
  columnOf,
  getSheet,
  openedWithExceljs,
  readWorkbookOnce,
  templateRequest,
} from '../support/templates.ts';

let catalogue: Catalogue;

beforeAll(async () => {
  catalogue = await testCatalogue();
});

const blank = (kind: 'tender' | 'bid', profile: string) => blankTemplate(catalogue, kind, profile);
const request = (kind: 'tender' | 'bid', profile: string, rest: Partial<TemplateRequest> = {}) =>
  templateRequest(catalogue, kind, profile, rest);

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
    const { sheets } = await readWorkbookOnce(await blank(kind, profile));
    const expected = layout.sheets.filter(({ inTemplate }) => inTemplate).map(({ name }) => name);
    expect(sheets.map(({ name }) => name)).toEqual(['Read me', 'About', ...expected, 'Lists']);
  });

  it('says in the first cell of each sheet what the sheet is', async () => {
    const { sheets } = await readWorkbookOnce(await blank(kind, profile));
    for (const { name, rows } of sheets.slice(1)) {
      const [first] = rows[0]?.cells ?? [];
      expect(first).toMatchObject({ row: 1, column: 1 });
      expect(cellText(first?.value ?? { kind: 'text', text: '' })).toMatch(new RegExp(`^${name}: .+\\.$`));
    }
  });

  it('uses the headers of the layout, to the letter', async () => {
    const content = await readWorkbookOnce(await blank(kind, profile));
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
    const workbook = await openedWithExceljs(await blank(kind, profile));
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
    const workbook = await openedWithExceljs(await blank(kind, profile));
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
    const { title, created, modified } = await openedWithExceljs(await blank(kind, profile));
    expect(title).toMatch(kind === 'tender' ? /^Tender workbook/ : /^Bid workbook/);
    expect([created, modified].map((date) => date.toISOString().slice(0, 4))).toEqual(['2020', '2020']);
  });
});

describe('the drop-downs of a template', () => {
  it('offer the answers of each choice, yes and no, the stages and the conversion factors, from named lists', async () => {
    const workbook = await openedWithExceljs(await blank('bid', 'mixed'));
    const answers = getSheet(workbook, 'Answers');
    const [question, answer] = [columnOf(answers, 3, 'Question'), columnOf(answers, 3, 'Answer')];
    const offers = new Map<string, readonly string[]>();
    answers.eachRow((row, number) => {
      if (number <= 3) return;
      const validation = row.getCell(answer).dataValidation as ExcelJS.DataValidation | undefined;
      if (validation?.type === 'list')
        offers.set(row.getCell(question).text, offered(workbook, String(validation.formulae[0])));
    });
    for (const [id, values] of offers) {
      const { type, choices } = catalogue.questions.get(id) ?? {};
      expect(values).toEqual(type === 'boolean' ? ['Yes', 'No'] : choices);
    }
    expect(offers.size).toBeGreaterThan(20);
    const carbon = getSheet(workbook, 'Carbon');
    const listOf = (header: string) =>
      offered(workbook, String(carbon.getCell(4, columnOf(carbon, 3, header)).dataValidation.formulae[0]));
    expect(listOf('Stage')).toEqual(['make', 'ship', 'use', 'serve', 'end']);
    expect(listOf('Tier')).toEqual(['A', 'B', 'C', 'D']);
    expect(listOf('Conversion factor')).toContain('electricity.uk.generation');
  });

  it('are joined by limits for numbers, and by a prompt that says what to enter', async () => {
    const workbook = await openedWithExceljs(await blank('tender', 'mixed'));
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
    const ids = columnTexts(await readWorkbookOnce(await blank('bid', 'mixed')), 'Answers', 'Question');
    expect(new Set(ids).size).toBe(ids.length);
    const questions = ids.map((id) => catalogue.questions.get(id));
    expect(questions.every((question) => question?.source === 'answer' && question.answeredBy === 'bidder')).toBe(true);
  });

  it('for a tender say who answers', async () => {
    const content = await readWorkbookOnce(await blank('tender', 'mixed'));
    const ids = columnTexts(content, 'Answers', 'Question');
    const answeredBy = columnTexts(content, 'Answers', 'Answered by');
    expect(answeredBy).toEqual(ids.map((id) => catalogue.questions.get(id)?.answeredBy));
  });

  it('are few in the short profile: fewer than half of the mixed one', async () => {
    const short = columnTexts(await readWorkbookOnce(await blank('bid', 'short')), 'Answers', 'Question');
    const mixed = columnTexts(await readWorkbookOnce(await blank('bid', 'mixed')), 'Answers', 'Question');
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
    const content = await readWorkbookOnce(bytes);
    const references = columnTexts(content, 'Answers', 'Bid reference');
    const blankCount = columnTexts(
      await readWorkbookOnce(await blank('tender', 'mixed')),
      'Answers',
      'Question',
    ).length;
    expect(references.filter((reference) => reference === 'B1')).toHaveLength(blankCount);
    expect(references.filter((reference) => reference === 'B2')).toHaveLength(blankCount + 1);
    expect(columnTexts(content, 'Answers', 'Question').at(-1)).toBe('made-up-question');
  });

  it('are those of every lot', async () => {
    const lots = [{ id: '1', title: 'Laptops', profile: 'hardware' }];
    const procurement = aProcurement({ profile: 'services', lots });
    const content = await readWorkbookOnce(
      await writeTemplate(request('tender', 'services', { procurement }), catalogue),
    );
    const ids = columnTexts(content, 'Answers', 'Question');
    for (const profile of ['services', 'hardware']) {
      const asked = columnTexts(await readWorkbookOnce(await blank('tender', profile)), 'Answers', 'Question');
      expect(ids).toEqual(expect.arrayContaining(asked));
    }
    expect(rowTexts(content, 'Answers', 3)).toContain('Lot');
  });
});

describe('a template for a procurement', () => {
  it('gives bidders its facts, locked, and leaves theirs blank', async () => {
    const workbook = await openedWithExceljs(
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
    const workbook = await openedWithExceljs(await writeTemplate(request('bid', 'mixed', { procurement }), catalogue));
    const lists = getSheet(workbook, 'Lists');
    const column = columnOf(lists, 2, 'official set');
    expect(lists.getCell(3, column).text).toBe('2024');
  });

  it('is refused for a profile that the rule set does not have', async () => {
    await expect(writeTemplate(request('bid', 'furniture'), catalogue)).rejects.toThrow(
      'has no profile "furniture". Known: mixed',
    );
  });
});
