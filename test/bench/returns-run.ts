import { writeFileSync } from 'node:fs';
import ExcelJS from 'exceljs';
import knex from 'knex';
import { z } from 'zod';

/**
 * The usual way to take a carbon return in, a workbook or a CSV: exceljs loads the file, zod checks each row, amounts are divided over
 * months by days, and knex inserts lines, monthly figures and totals by contract, month and category in batches, with an
 * index that refuses a line that is there already and one by which a line's figures are found. Grams are whole numbers
 * of a double, which is exact for the file that is measured.
 */
const [path = '', filename = '', answer = ''] = process.argv.slice(2);

const FACTORS: Readonly<Record<string, number>> = { 'electricity.uk.generation': 177 };
const row = z.object({
  contract: z.string().min(1),
  line: z.coerce.string().min(1),
  kind: z.enum(['emission', 'avoided', 'biogenic']),
  stage: z.enum(['make', 'ship', 'use', 'serve', 'end']),
  scope: z.coerce.string(),
  category: z.coerce.string(),
  start: z.coerce.date(),
  end: z.coerce.date(),
  quantity: z.coerce.number().nonnegative().optional(),
  unit: z.string().optional(),
  factor: z.string().optional(),
  amount: z.coerce.number().nonnegative().optional(),
  amountUnit: z.enum(['kg', 't']).optional(),
  basis: z.enum(['actual', 'forecast', 'estimated']),
  tier: z.enum(['A', 'B', 'C', 'D']),
  document: z.string(),
  page: z.coerce.string(),
});
type Line = z.infer<typeof row>;
const NAMES = Object.keys(row.shape);

function gramsOf({ quantity, factor, amount, amountUnit }: Line): number {
  if (amount !== undefined) return Math.round(amount * (amountUnit === 't' ? 1_000_000 : 1000));
  // Tenths of a unit times grams a unit, so that a half is a half.
  const tenths = Math.round((quantity ?? 0) * 10) * (FACTORS[factor ?? ''] ?? 0);
  return Math.floor((tenths + 5) / 10);
}

function monthsOf({ start, end }: Line): { month: string; days: number }[] {
  const months: { month: string; days: number }[] = [];
  for (let at = new Date(start); at <= end; at = new Date(at.getTime() + 86_400_000)) {
    const month = at.toISOString().slice(0, 7);
    const last = months.at(-1);
    if (last?.month === month) last.days += 1;
    else months.push({ month, days: 1 });
  }
  return months;
}

/** By largest remainders. */
function divided(grams: number, days: readonly number[]): number[] {
  const all = days.reduce((total, one) => total + one, 0);
  const parts = days.map((one) => Math.floor((grams * one) / all));
  const left = grams - parts.reduce((total, part) => total + part, 0);
  const order = days.map((one, index) => ({ index, rest: (grams * one) % all })).sort((a, b) => b.rest - a.rest);
  for (const { index } of order.slice(0, left)) parts[index] = (parts[index] ?? 0) + 1;
  return parts;
}

const database = knex({ client: 'better-sqlite3', connection: { filename }, useNullAsDefault: true });
await database.schema.createTable('lines', (table) => {
  table.increments('id');
  for (const name of NAMES) table.string(name);
  table.unique(['contract', 'line', 'kind', 'basis', 'start', 'end']);
});
await database.schema.createTable('figures', (table) => {
  table.integer('line').index();
  table.string('month');
  table.bigInteger('grams');
});
await database.schema.createTable('totals', (table) => {
  for (const name of ['contract', 'month', 'category']) table.string(name);
  table.bigInteger('grams');
});

const workbook = new ExcelJS.Workbook();
// Cells of a CSV as they are written: exceljs would try each as a date in many forms, which takes eight times as long.
if (path.endsWith('.csv')) await workbook.csv.readFile(path, { sheetName: 'Figures', map: (cell: string) => cell });
else await workbook.xlsx.readFile(path);
const lines: (Omit<Line, 'start' | 'end'> & { readonly start: string; readonly end: string })[] = [];
const figures: { readonly line: number; readonly month: string; readonly grams: number }[] = [];
const totals = new Map<string, number>();
workbook.getWorksheet('Figures')?.eachRow((found, number) => {
  const values = found.values as unknown[];
  if (number === 1) return;
  const line = row.parse(Object.fromEntries(NAMES.map((name, index) => [name, values[index + 1] || undefined])));
  lines.push({ ...line, start: line.start.toISOString(), end: line.end.toISOString() });
  const months = monthsOf(line);
  const parts = divided(
    gramsOf(line),
    months.map(({ days }) => days),
  );
  for (const [index, { month }] of months.entries()) {
    const grams = parts[index] ?? 0;
    figures.push({ line: lines.length, month, grams });
    const key = JSON.stringify([line.contract, month, line.category]);
    totals.set(key, (totals.get(key) ?? 0) + grams);
  }
});
const rolledUp = [...totals].map(([key, grams]) => {
  const [contract, month, category] = JSON.parse(key) as [string, string, string];
  return { contract, month, category, grams };
});
await database.transaction(async (transaction) => {
  await transaction.batchInsert('lines', lines, 50);
  await transaction.batchInsert('figures', figures, 200);
  await transaction.batchInsert('totals', rolledUp, 200);
});
const [found] = await database('totals').sum({ grams: 'grams' });
await database.destroy();
writeFileSync(
  answer,
  JSON.stringify({ lines: lines.length, figures: figures.length, grams: Number(found?.['grams']) }),
);
