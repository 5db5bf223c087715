import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  aboutTotalsSchema,
  readAsOf,
  readPlanFile,
  readTotalsFile,
  toAboutTotals,
  toSubject,
} from '../application/read-stated-plan.ts';
import { TRAJECTORY_FORMATS } from '../application/serve-trajectory.ts';
import type { Trajectory } from '../application/trajectory.ts';
import { toTrajectoryRecordJson } from '../application/trajectory-json.ts';
import {
  headline,
  lineNotes,
  nextSteps,
  shownTonnes,
  standingText,
  subjectText,
  threeNumbers,
} from '../application/trajectory-words.ts';
import type { UseCases } from '../application/use-cases.ts';
import { AppError } from '../domain/errors.ts';
import type { Grams } from '../domain/quantity.ts';
import { visibleText } from '../domain/visible-text.ts';
import {
  ACTS_AS,
  type Command,
  type CommandContext,
  type CommandInput,
  type ExitCode,
  personOf,
  textOption,
} from './command.ts';
import { tableText, type Terminal } from './terminal.ts';
import { putOut } from './put-out.ts';
import { printAccountingSheet, printVariance } from './trajectory-sheets.ts';

type RecordJson = ReturnType<typeof toTrajectoryRecordJson>;

const TEXT = { type: 'string' } as const;
const FORMATS = ['table', ...TRAJECTORY_FORMATS] as const;
const TEXTS: readonly string[] = ['csv', 'json', 'svg'];

export const trajectory: Command = {
  name: 'trajectory',
  usage:
    '[plan FILE | totals FILE [--source TEXT] [--method spend|supplier-data] [--reason TEXT] | plans | accounting-tool [YEAR] | variance [YEAR]] [--organisation ID] [--boundary ID] [--scenario NAME] [--as-of INSTANT] [--format table|csv|json|svg|png|pdf|xlsx] [--out FILE] [--as PERSON]',
  does: 'the line to the target: path, actual, forecast, gap, budget left, cut needed; states plans and yearly totals',
  details: [
    'plan FILE     state a plan from JSON: name, baseline, target, method, reason (as POST /trajectory/plans takes it)',
    'totals FILE   yearly totals of a boundary of their own: JSON as POST /trajectory/totals takes it, or a CSV or workbook',
    '              with the headers Financial year and tCO2e, and --boundary, --source, --method and --reason',
    'plans         every version on record with its reason',
    '--format png|pdf|xlsx takes --out FILE, where it is written; the other formats are printed without it',
    'accounting-tool [YEAR]',
    '              the contracts of a financial year, the last whole one, as CSV or JSON for the councils’ accounting tool',
    'variance [YEAR]',
    '              what was forecast for years that are over, and what they became; of one year contract by contract',
  ],
  options: {
    organisation: TEXT,
    boundary: TEXT,
    scenario: TEXT,
    source: TEXT,
    method: TEXT,
    reason: TEXT,
    'as-of': TEXT,
    format: TEXT,
    out: TEXT,
    ...ACTS_AS,
  },
  positionals: [0, 2],
  async run(input, context) {
    const [verb, path] = input.positionals;
    if (verb === undefined) return showLine(input, context);
    if (verb === 'accounting-tool') return printAccountingSheet(input, context, path);
    if (verb === 'variance') return printVariance(input, context, path);
    const person = personOf(input, context, 'sustainability');
    const act = (work: (useCases: UseCases) => Promise<readonly RecordJson[]>) => printMade(input, context, work);
    if (verb === 'plans' && path === undefined) {
      return act(async (useCases) => (await useCases.listTrajectoryRecords(person)).map(toTrajectoryRecordJson));
    }
    if (verb === 'plan' && path !== undefined) {
      const { request, subject, reason } = readPlanFile(await readJson(path));
      return act(async (useCases) => [
        toTrajectoryRecordJson(await useCases.stateTrajectoryPlan(person, request, { ...subject, reason })),
      ]);
    }
    if (verb === 'totals' && path !== undefined && !path.endsWith('.json')) {
      const file = { name: basename(path), bytes: await readBytes(path) };
      const about = readAboutTotals(input);
      return act(async (useCases) => [toTrajectoryRecordJson(await useCases.importYearlyTotals(person, file, about))]);
    }
    if (verb === 'totals' && path !== undefined) {
      const entered = readTotalsFile(await readJson(path));
      return act(async (useCases) => [toTrajectoryRecordJson(await useCases.enterYearlyTotals(person, entered))]);
    }
    throw new AppError('wrong-usage', `Usage: scorer trajectory ${trajectory.usage}`);
  },
};

async function showLine(input: CommandInput, context: CommandContext): Promise<ExitCode> {
  const { terminal } = context;
  const out = textOption(input, 'out');
  const text = input.options['json'] === true ? 'json' : (textOption(input, 'format') ?? 'table');
  const format = FORMATS.find((one) => one === text);
  if (format === undefined) throw new AppError('wrong-usage', `--format is ${FORMATS.join(', ')}, got "${text}"`);
  if (out === undefined && format !== 'table' && !TEXTS.includes(format)) {
    throw new AppError('wrong-usage', `${format} is no text: say where it goes, as with --out trajectory.${format}`);
  }
  if (out !== undefined && format === 'table') {
    throw new AppError('wrong-usage', `--out needs --format: ${TRAJECTORY_FORMATS.join(', ')}`);
  }
  const person = personOf(input, context, 'sustainability');
  const subject = toSubject({
    organisation: textOption(input, 'organisation'),
    boundary: textOption(input, 'boundary'),
  });
  const scenario = textOption(input, 'scenario');
  const query = {
    ...subject,
    ...readAsOf(textOption(input, 'as-of')),
    ...(scenario === undefined ? {} : { scenario }),
  };
  await context.onRecord(async (useCases) => {
    if (format === 'table') {
      printTrajectory(await useCases.lineAsked(person, query), terminal);
      return;
    }
    await putOut(await useCases.serveTrajectory(person, query, format), out, terminal);
  });
  return 0;
}

/** The line as a table with its sentence, numbers and next steps; how it is made goes to the messages. */
export function printTrajectory(found: Trajectory, terminal: Terminal): void {
  const { line } = found;
  terminal.out(visibleText(headline(found)));
  terminal.out(visibleText(standingText(found.record)));
  const shown = (grams: Grams | undefined) => (grams === undefined ? '-' : shownTonnes(grams));
  const heads = ['Year', 'Path', 'Actual', 'Estimated', 'Forecast', 'Gross', 'Gap', 'Removals', 'Net'];
  const rows = line.years.map(({ year, pathway, figures }) => [
    year,
    ...[pathway, figures?.actual, figures?.estimated, figures?.forecast, figures?.gross, figures?.gap].map(shown),
    ...[figures?.eligibleRemovals, figures?.net].map(shown),
  ]);
  terminal.out(visibleText(`Trajectory of ${subjectText(found)}, CO2e a year`));
  terminal.out(tableText([heads, ...rows]));
  for (const { name, value, note } of threeNumbers(found)) terminal.out(`${name}: ${value}${note && ` (${note})`}`);
  for (const step of nextSteps(found)) terminal.out(visibleText(`Next: ${step}`));
  for (const note of lineNotes(found)) terminal.err(visibleText(note));
}

async function printMade(
  input: CommandInput,
  { terminal, onRecord }: CommandContext,
  work: (useCases: UseCases) => Promise<readonly RecordJson[]>,
): Promise<ExitCode> {
  const records = await onRecord(work);
  if (input.options['json'] === true) {
    terminal.out(JSON.stringify({ items: records }, undefined, 2));
    return 0;
  }
  const rows = records.map(({ kind, organisation, boundary, version, plan, at, reason }) => {
    const name = kind === 'plan' ? (plan?.name ?? '') : 'yearly totals';
    return [organisation, boundary, name, `version ${version}`, at.slice(0, 10), reason].map(visibleText);
  });
  terminal.out(rows.length === 0 ? 'No plan has been stated.' : tableText(rows));
  return 0;
}

/** What is said of a file of totals, by options. Throws AppError `wrong-usage` with every fault. */
function readAboutTotals(input: CommandInput) {
  const names = ['organisation', 'boundary', 'source', 'method', 'reason'];
  const given = Object.fromEntries(names.map((name) => [name, textOption(input, name)]));
  const read = aboutTotalsSchema.safeParse(given);
  if (read.success) return toAboutTotals(read.data);
  throw new AppError(
    'wrong-usage',
    read.error.issues.map(({ path: [name], message }) => `--${String(name)}: ${message}`).join('\n'),
  );
}

async function readBytes(path: string): Promise<Uint8Array> {
  return readFile(path).catch(() => {
    throw new AppError('invalid-input', `The file ${path} cannot be read.`);
  });
}

async function readJson(path: string): Promise<unknown> {
  const text = Buffer.from(await readBytes(path)).toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError('invalid-input', `${path} is not JSON.`);
  }
}
