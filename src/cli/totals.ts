import type { CarbonTotals } from '../application/carbon-totals.ts';
import { totalsTable } from '../application/figure-table.ts';
import { readTotalsQuery, TOTAL_FILTERS } from '../application/read-totals-query.ts';
import { percentOf } from '../application/totals-json.ts';
import { othersNotes } from '../application/trajectory-words.ts';
import { AppError } from '../domain/errors.ts';
import { kilogramsText, roundHalfUp, toFraction } from '../domain/quantity.ts';
import { visibleText } from '../domain/visible-text.ts';
import { ACTS_AS, type Command, type CommandInput, personOf, textOption } from './command.ts';
import { type Terminal, tableText } from './terminal.ts';

const TEXT = { type: 'string' } as const;
const FORMATS = ['table', 'csv', 'json'] as const;
type Format = (typeof FORMATS)[number];

export const totals: Command = {
  name: 'totals',
  usage:
    '[--by KEYS] [--from YYYY-MM] [--to YYYY-MM] [--basis BASIS] [--view whole-life|inventory] [--organisation ID] [--as-of INSTANT] [--format table|csv|json] [--as PERSON]',
  does: 'carbon totals of the contracts on record, by keys such as financial_year,category; KEY VALUE pairs as --contract REF narrow them',
  options: {
    by: TEXT,
    from: TEXT,
    to: TEXT,
    basis: TEXT,
    view: TEXT,
    'as-of': TEXT,
    format: TEXT,
    ...Object.fromEntries(TOTAL_FILTERS.map((name) => [name.replaceAll('_', '-'), TEXT])),
    ...ACTS_AS,
  },
  positionals: [0, 0],
  async run(input, context) {
    const format = formatOf(input);
    const person = personOf(input, context);
    const { query, ...rest } = readOptions(input);
    await context.onRecord(async (useCases) => {
      if (format === 'table') {
        printTotals(await useCases.carbonTotals(person, query, rest), context.terminal);
        return;
      }
      const { bytes } = await useCases.serveTotals(person, { query, ...rest }, format);
      // The terminal ends each text with a line of its own.
      context.terminal.out(Buffer.from(bytes).toString('utf8').trimEnd());
    });
    return 0;
  },
};

function formatOf(input: CommandInput): Format {
  const text = input.options['json'] === true ? 'json' : (textOption(input, 'format') ?? 'table');
  const format = FORMATS.find((one) => one === text);
  if (format === undefined) throw new AppError('wrong-usage', `--format is ${FORMATS.join(', ')}, got "${text}"`);
  return format;
}

function readOptions(input: CommandInput) {
  const given = Object.keys(totals.options).map((name) => [name.replaceAll('-', '_'), textOption(input, name)]);
  const read = readTotalsQuery(Object.fromEntries(given) as Record<string, string | undefined>);
  if ('query' in read) return read;
  const sentences = read.issues.map(({ pointer, message }) => `--${pointer.slice(2).replaceAll('_', '-')}: ${message}`);
  throw new AppError('wrong-usage', sentences.join('\n'));
}

/** Totals as a table, with range, quality and coverage; what is estimated goes to the messages. */
export function printTotals(result: CarbonTotals, terminal: Terminal): void {
  const { title, columns, rows } = totalsTable(result);
  terminal.out(visibleText(title));
  const header = columns.map((column) => column.header);
  const cells = rows.map((row) => row.map((cell) => visibleText(cell ?? '-')));
  terminal.out(tableText([header, ...cells]));
  const { total, coverage } = result;
  const range = `95% range ${kilogramsText(total.low)} to ${kilogramsText(total.high)}`;
  terminal.out(`Total ${kilogramsText(total.total)} kg CO2e, ${range}, data quality ${total.quality ?? 'not known'}.`);
  const whole = coverage.measured + coverage.estimated + coverage.forecast;
  const percent = (part: bigint) => `${roundHalfUp(toFraction(percentOf(part, whole)), 0)}%`;
  terminal.out(
    `Coverage: ${percent(coverage.measured)} measured, ${percent(coverage.estimated)} estimated, ${percent(coverage.forecast)} forecast.`,
  );
  for (const note of othersNotes(result)) terminal.err(visibleText(note));
  for (const { contract, financialYear, method, grams } of coverage.standIns) {
    const how = method === undefined ? 'missing: nothing to estimate from' : `${kilogramsText(grams)} kg by ${method}`;
    terminal.err(visibleText(`No return of ${contract} for ${financialYear}: ${how}.`));
  }
}
