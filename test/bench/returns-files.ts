import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Contract } from '../../src/domain/contract.ts';
import { type StreamedCell, type StreamedColumn, streamWorkbook } from '../../src/spreadsheet/sheet-stream.ts';
import { aContract } from '../support/carbon.ts';

/** The contracts that the lines are for, as a council with its schools has them, each with lines of six categories. */
const CONTRACTS = 400;
const CATEGORIES = ['1', '2', '4', '8', '11', '12'];
const STAGES = ['serve', 'make', 'ship', 'serve', 'use', 'end'];
/** Of 2025, whose conversion factors are approved. */
const MONTHS = ['04', '05', '06', '07', '08', '09', '10', '11', '12'];
const LAST_DAYS: Readonly<Record<string, string>> = { '04': '30', '06': '30', '09': '30', '11': '30' };

const TEXT = { kind: 'text', width: 16 } as const;
const COLUMNS: readonly StreamedColumn[] = [
  { ...TEXT, header: 'Contract reference' },
  { ...TEXT, header: 'Line' },
  { ...TEXT, header: 'Kind' },
  { ...TEXT, header: 'Stage' },
  { ...TEXT, header: 'Scope' },
  { ...TEXT, header: 'Category' },
  { kind: 'date', width: 12, header: 'Period start' },
  { kind: 'date', width: 12, header: 'Period end' },
  { kind: 'number', width: 12, header: 'Quantity' },
  { ...TEXT, header: 'Unit' },
  { ...TEXT, header: 'Conversion factor' },
  { kind: 'number', width: 12, header: 'Amount' },
  { ...TEXT, header: 'Amount unit' },
  { ...TEXT, header: 'Basis' },
  { ...TEXT, header: 'Tier' },
  { ...TEXT, header: 'Evidence document' },
  { ...TEXT, header: 'Page or section' },
];

export function returnContracts(): Contract[] {
  return Array.from({ length: CONTRACTS }, (_, index) => aContract(`C-${1000 + index}`));
}

/** One line of a made-up return: three of four with a declared amount, the others with electricity; one in ten a quarter, else a month. */
function lineAt(index: number): StreamedCell[] {
  const seed = Math.imul(index + 1, 2_654_435_761) >>> 0;
  const first = index % 10 === 0 ? Math.floor((seed % 9) / 3) * 3 : seed % 9;
  const start = MONTHS[first] ?? '04';
  const end = MONTHS[index % 10 === 0 ? first + 2 : first] ?? '12';
  const isMetered = index % 4 === 3;
  const contract = seed % CONTRACTS;
  const category = isMetered ? 4 : Math.floor(seed / CONTRACTS) % CATEGORIES.length;
  return [
    `C-${1000 + contract}`,
    `L${index + 1}`,
    'emission',
    STAGES[category],
    '3',
    CATEGORIES[category],
    `2025-${start}-01`,
    `2025-${end}-${LAST_DAYS[end] ?? '31'}`,
    isMetered ? (seed % 100_000) / 10 : undefined,
    isMetered ? 'kWh' : undefined,
    isMetered ? 'electricity.uk.generation' : undefined,
    isMetered ? undefined : (seed % 1_000_000) / 1000,
    isMetered ? undefined : 'kg',
    'actual',
    'ABCD'[contract % 4],
    `Return 2025, annex ${seed % 40}.pdf`,
    String(seed % 90),
  ];
}

function* linesOf(count: number): Generator<StreamedCell[]> {
  for (let index = 0; index < count; index++) yield lineAt(index);
}

export async function writeReturnWorkbook(path: string, lines: number): Promise<void> {
  const about = {
    name: 'About',
    columns: [
      { ...TEXT, header: 'Name' },
      { ...TEXT, header: 'Value' },
    ],
    rows: [
      ['Template', 'carbon-return'],
      ['Template version', '1'],
      ['Organisation', 'northshire'],
    ],
  };
  const figures = { name: 'Figures', columns: COLUMNS, rows: linesOf(lines) };
  await pipeline(streamWorkbook({ title: 'A large return', sheets: [about, figures] }), createWriteStream(path));
}

/** The same lines as CSV; every `faulty`th has an amount, or a quantity, that is none. */
export async function writeReturnCsv(path: string, lines: number, faulty = Number.POSITIVE_INFINITY): Promise<void> {
  await pipeline(Readable.from(csvText(lines, faulty)), createWriteStream(path));
}

function* csvText(lines: number, faulty: number): Generator<string> {
  let block = `${COLUMNS.map(({ header }) => header).join(',')}\n`;
  for (let index = 0; index < lines; index++) {
    const cells = lineAt(index).map((cell) => (cell === undefined ? '' : String(cell)));
    if ((index + 1) % faulty === 0) cells[index % 4 === 3 ? 8 : 11] = 'n/a';
    block += `${cells.map((cell) => (cell.includes(',') ? `"${cell}"` : cell)).join(',')}\n`;
    if (block.length < 200_000) continue;
    yield block;
    block = '';
  }
  yield block;
}
