import { readAsOf, toSubject } from '../application/read-stated-plan.ts';
import {
  bearerText,
  type Difference,
  forecastText,
  type TrajectoryVariance,
} from '../application/trajectory-variance.ts';
import { percentText, VARIANCE_NOTES } from '../application/trajectory-variance-file.ts';
import { AppError } from '../domain/errors.ts';
import { type Grams, kilogramsText } from '../domain/quantity.ts';
import { visibleText } from '../domain/visible-text.ts';
import { type CommandContext, type CommandInput, type ExitCode, personOf, textOption } from './command.ts';
import { putOut } from './put-out.ts';
import { tableText, type Terminal } from './terminal.ts';

/** The contracts of a financial year for the councils' accounting tool. */
export async function printAccountingSheet(
  input: CommandInput,
  context: CommandContext,
  financialYear: string | undefined,
): Promise<ExitCode> {
  const format = input.options['json'] === true ? 'json' : (textOption(input, 'format') ?? 'csv');
  if (format !== 'csv' && format !== 'json') {
    throw new AppError('wrong-usage', `--format is csv or json, got "${format}"`);
  }
  const unfit = ['boundary', 'scenario'].find((name) => textOption(input, name) !== undefined);
  if (unfit !== undefined) {
    throw new AppError('wrong-usage', `The sheet is of the contracts on record: leave out --${unfit}`);
  }
  const person = personOf(input, context, 'sustainability');
  const query = {
    ...toSubject({ organisation: textOption(input, 'organisation') }),
    ...readAsOf(textOption(input, 'as-of')),
    ...(financialYear === undefined ? {} : { financialYear }),
  };
  const { bytes } = await context.onRecord((useCases) => useCases.serveAccountingSheet(person, query, format));
  await putOut(bytes, textOption(input, 'out'), context.terminal);
  return 0;
}

/** What was forecast, and what it became; of one year contract by contract. */
export async function printVariance(
  input: CommandInput,
  context: CommandContext,
  financialYear: string | undefined,
): Promise<ExitCode> {
  const { terminal, onRecord } = context;
  const format = input.options['json'] === true ? 'json' : (textOption(input, 'format') ?? 'table');
  if (format !== 'table' && format !== 'csv' && format !== 'json') {
    throw new AppError('wrong-usage', `--format is table, csv or json, got "${format}"`);
  }
  const unfit = ['boundary', 'scenario', 'as-of'].find((name) => textOption(input, name) !== undefined);
  if (unfit !== undefined) {
    throw new AppError('wrong-usage', `Forecasts are compared for the contracts on record, now: leave out --${unfit}`);
  }
  const person = personOf(input, context, 'sustainability');
  const query = {
    ...toSubject({ organisation: textOption(input, 'organisation') }),
    ...(financialYear === undefined ? {} : { financialYear }),
  };
  await onRecord(async (useCases) => {
    if (format === 'table') {
      printDifferences(await useCases.trajectoryVariance(person, query), terminal);
      return;
    }
    await putOut(await useCases.serveVariance(person, query, format), textOption(input, 'out'), terminal);
  });
  return 0;
}

function printDifferences({ bearer, rows }: TrajectoryVariance, terminal: Terminal): void {
  if (rows.length === 0) {
    terminal.out('No year is over and reported: there is nothing to compare.');
    return;
  }
  const heads = ['Year', 'Forecast', 'On', 'Contract', 'Forecast kg', 'Became kg', 'Difference kg', 'Percent'];
  const kg = (grams: Grams | undefined) => (grams === undefined ? '-' : kilogramsText(grams));
  const amounts = ({ forecast, became, variance, percent }: Difference) => [
    ...[forecast, became, variance].map(kg),
    percent === undefined ? '-' : percentText(percent),
  ];
  const lines = rows.flatMap(({ year, forecastOf, contracts = [], ...row }) => {
    const about = [year, visibleText(forecastText(forecastOf)), forecastOf.on];
    return [
      [...about, 'all', ...amounts(row)],
      ...contracts.map((one) => [...about, visibleText(one.contract), ...amounts(one)]),
    ];
  });
  terminal.out(visibleText(`Forecast and what it became, ICT contracts of ${bearerText(bearer)}, CO2e`));
  terminal.out(tableText([heads, ...lines]));
  for (const note of VARIANCE_NOTES) terminal.err(note);
}
