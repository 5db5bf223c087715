import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTender, readTenderUpload } from '../../src/spreadsheet/read-tender.ts';
import { catalogue, readChanged, readTables, setCell } from '../support/changed-tender.ts';
import { detailedTender, tenderWithLots } from '../support/detailed-tender.ts';
import { SAMPLE_PROFILES, sampleTender } from '../support/sample-tenders.ts';
import { sharedExists } from '../support/shared-data.ts';
import {
  aboutRow,
  type Entry,
  getTable,
  number,
  percent,
  type Shuffle,
  shuffled,
  tenderTables,
  toContent,
  toWorkbook,
} from '../support/tender-workbook.ts';

describe('a good tender workbook', () => {
  it('reads to exactly the tender it was written from', () => {
    const reading = readTables(tenderTables(detailedTender));
    expect(reading.issues).toEqual([]);
    expect(reading.tender).toEqual(detailedTender);
    expect(reading.notices).toEqual([]);
  });

  it('reads the same through a file', async () => {
    const bytes = await toWorkbook(tenderTables(detailedTender));
    const reading = await readTenderUpload({ name: 'tender.xlsx', bytes }, catalogue);
    expect(reading.issues).toEqual([]);
    expect(reading.tender).toEqual(detailedTender);
  });

  it('reads lots, and a row without a lot as an answer for each lot of the bid', () => {
    expect(readTables(tenderTables(tenderWithLots)).tender).toEqual(tenderWithLots);
    const reading = readChanged((tables) => {
      const answers = getTable(tables, 'Answers');
      answers.rows = answers.rows.filter((row) => !(row['Bid reference'] === 'B1' && row['Lot'] === '2'));
      for (const row of answers.rows) if (row['Bid reference'] === 'B1') row['Lot'] = undefined;
    }, tenderWithLots);
    expect(reading.issues).toEqual([]);
    expect(reading.tender).toEqual(tenderWithLots);
  });

  it('gives the same tender whatever the order of sheets, columns and rows', () => {
    for (const tender of [detailedTender, tenderWithLots]) {
      const canonical = JSON.stringify(readTables(tenderTables(tender)).tender);
      fc.assert(
        fc.property(fc.infiniteStream(fc.nat(2 ** 30)), (keys) => {
          const shuffle: Shuffle = (items) =>
            items
              .map((item) => ({ item, key: keys.next().value ?? 0 }))
              .toSorted((a, b) => a.key - b.key)
              .map(({ item }) => item);
          const reading = readTables(shuffled(tenderTables(tender), shuffle));
          expect(reading.issues).toEqual([]);
          expect(JSON.stringify(reading.tender)).toBe(canonical);
        }),
        { numRuns: 60, seed: 20261118 },
      );
    }
  });

  it('takes the rule set and the open procedure as read where they are blank', () => {
    const reading = readChanged((tables) => {
      aboutRow(tables, 'Rule set')['Value'] = undefined;
      aboutRow(tables, 'Route')['Value'] = undefined;
    });
    expect(reading.tender?.procurement).toMatchObject({ ruleSet: 'ict-net-zero-2030@2', route: 'open' });
  });

  it('reads headers without regard to case, spaces and punctuation, and known synonyms', () => {
    const reading = readChanged((tables) => {
      const carbon = getTable(tables, 'Carbon');
      const rename = (from: string, to: string): void => {
        carbon.headers = carbon.headers.map((header) => (header === from ? to : header));
        for (const row of carbon.rows) row[to] = row[from];
      };
      rename('Bid reference', '  bid_REFERENCE ');
      rename('Declared kgCO2e', 'Declared kg CO2e');
      rename('Conversion factor', 'Conversion factor (id)');
      aboutRow(tables, 'Bid deadline')['Name'] = 'Submission deadline:';
      getTable(tables, 'Answers').name = 'RESPONSES';
    });
    expect(reading.issues).toEqual([]);
    expect(reading.tender).toEqual(detailedTender);
  });

  it('reads values as people write them', () => {
    const reading = readChanged((tables) => {
      aboutRow(tables, 'Profile')['Value'] = 'MIX';
      aboutRow(tables, 'Route')['Value'] = 'Framework competition';
      aboutRow(tables, 'Bid deadline')['Value'] = ' 2026-12-18 ';
      aboutRow(tables, 'Environment share')['Value'] = percent('0.25');
      aboutRow(tables, 'Quality share')['Value'] = '35.50 %';
      const answer = (question: string, entry: Entry): void => {
        const row = getTable(tables, 'Answers').rows.find((one) => one['Question'] === question);
        if (row !== undefined) row['Answer'] = entry;
      };
      answer('zero-net-aim', 'y');
      answer('target-validation', 'Net-zero validated');
      answer('gross-cut-by-2030', percent('0.55'));
      answer('net-zero-year', ' 2040 ');
      setCell(tables, 'Removals', 2, 'Kind', 'permanent_removal');
      setCell(tables, 'Removals', 2, 'Retired', { kind: 'boolean', value: true });
      setCell(tables, 'Devices', 2, 'Class', 'LAPTOP');
      setCell(tables, 'Carbon', 3, 'Unit', 'KWH');
    });
    expect(reading.issues).toEqual([]);
    const [alder] = detailedTender.bids;
    const carbon = alder?.carbon.map((line) => (line.unit === undefined ? line : { ...line, unit: 'KWH' }));
    expect(reading.tender).toEqual({ ...detailedTender, bids: [{ ...alder, carbon }, detailedTender.bids[1]] });
  });

  it('leaves blank rows, unknown columns, unknown rows of About and unknown sheets out, and says so', () => {
    const reading = readChanged((tables) => {
      getTable(tables, 'Answers').rows.splice(1, 0, {}, { Answer: '   ' });
      setCell(tables, 'Bids', 2, 'Colour', 'green');
      getTable(tables, 'About').rows.push({ Name: 'Favourite colour', Value: 'green' });
      tables.push({ name: 'Scratch', headers: ['a'], rows: [{ a: '1' }] });
    });
    expect(reading.tender).toEqual(detailedTender);
    expect(reading.notices.join('\n')).toMatch(
      /"Favourite colour" is not known.*\n.*"Scratch" is none of ours|"Scratch" is none of ours.*\n.*"Favourite colour" is not known/,
    );
    expect(reading.notices.some((notice) => notice.includes('"Colour" is not known and was left out'))).toBe(true);
  });

  it('reads 0.98 of a percentage as it stands, and says so', () => {
    const reading = readChanged((tables) => {
      const row = getTable(tables, 'Answers').rows.find((one) => one['Question'] === 'gross-cut-by-2030');
      if (row !== undefined) row['Answer'] = number('0.98');
    });
    expect(reading.tender?.bids[0]?.answers['gross-cut-by-2030']).toEqual({ state: 'given', value: '0.98' });
    expect(reading.notices.join()).toContain('0.98 is read as 0.98%');
  });

  it('takes a header row below a title', () => {
    const content = toContent(tenderTables(detailedTender));
    const moved = content.sheets.map((sheet) =>
      sheet.name === 'About'
        ? sheet
        : {
            ...sheet,
            rows: [
              {
                number: 1,
                hidden: false,
                cells: [{ row: 1, column: 1, hidden: false, value: { kind: 'text' as const, text: sheet.name } }],
              },
              ...sheet.rows.map((row) => ({
                ...row,
                number: row.number + 2,
                cells: row.cells.map((cell) => ({ ...cell, row: cell.row + 2 })),
              })),
            ],
          },
    );
    expect(readTender({ ...content, sheets: moved }, catalogue).tender).toEqual(detailedTender);
  });
});

describe.skipIf(!sharedExists)('the sample bids (skipped without ../shared)', () => {
  for (const version of [1, 2] as const) {
    it.each(SAMPLE_PROFILES[version])(
      `of version ${version} written as a workbook and read back are the same, profile %s`,
      (profile) => {
        const tender = sampleTender(version, profile);
        const reading = readTables(tenderTables(tender));
        expect(reading.issues).toEqual([]);
        expect(reading.tender).toEqual(tender);
      },
    );
  }
});
