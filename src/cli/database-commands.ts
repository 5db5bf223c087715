import type { DatabaseOperations, RecordCheck } from '../application/database-operations.ts';
import { AppError } from '../domain/errors.ts';
import type { CommandContext, CommandInput, ExitCode } from './command.ts';
import { tableText } from './terminal.ts';

/** The database of the settings. Throws AppError where the program was put together without one. */
export function operationsOf({ operations }: CommandContext): DatabaseOperations {
  if (operations === undefined) throw new AppError('invalid-configuration', 'No database is set: set DATABASE_URL.');
  return operations();
}

/** Tells what a copy holds; 1 when something in it does not hold. */
export function printCheck(
  sentence: string,
  { counts, heads, faults }: RecordCheck,
  input: CommandInput,
  { terminal }: CommandContext,
  more: Readonly<Record<string, string>> = {},
): ExitCode {
  if (input.options['json'] === true) {
    terminal.out(JSON.stringify({ ok: faults.length === 0, ...more, counts, heads, faults }, undefined, 2));
  } else {
    terminal.out(sentence);
    terminal.out(tableText(Object.entries(counts).map(([table, count]) => [`  ${table}`, String(count)])));
    for (const [organisation, head] of Object.entries(heads)) {
      terminal.out(`  audit chain of ${organisation} ends with ${head}`);
    }
    for (const fault of faults) terminal.err(fault);
  }
  return faults.length === 0 ? 0 : 1;
}
