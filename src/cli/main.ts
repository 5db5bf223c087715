import { parseArgs } from 'node:util';
import { AppError, type AppErrorCode } from '../domain/errors.ts';
import { assign } from './assign.ts';
import { audit } from './audit.ts';
import { award } from './award.ts';
import { backup } from './backup.ts';
import { bench } from './bench.ts';
import { chase } from './chase.ts';
import { check } from './check.ts';
import { clarify } from './clarify.ts';
import type { Command, CommandContext, CommandInput, ExitCode } from './command.ts';
import { declare } from './declare.ts';
import { demo } from './demo.ts';
import { exportCommand } from './export.ts';
import { engage } from './engage.ts';
import { importCommand } from './import.ts';
import { factors } from './factors.ts';
import { migrate } from './migrate.ts';
import { minutes } from './minutes.ts';
import { moderate } from './moderate.ts';
import { newRule } from './new-rule.ts';
import { printFaults } from './print-faults.ts';
import { procurement } from './procurement.ts';
import { recordScore } from './record-score.ts';
import { replay } from './replay.ts';
import { restore } from './restore.ts';
import { rules } from './rules.ts';
import { scenario } from './scenario.ts';
import { score } from './score.ts';
import { serve } from './serve.ts';
import { template } from './template.ts';
import { tableText } from './terminal.ts';
import { totals } from './totals.ts';
import { trajectory } from './trajectory.ts';

export const COMMANDS: readonly Command[] = [
  demo,
  serve,
  template,
  check,
  score,
  importCommand,
  procurement,
  totals,
  chase,
  scenario,
  trajectory,
  award,
  assign,
  declare,
  recordScore,
  moderate,
  minutes,
  replay,
  rules,
  newRule,
  factors,
  clarify,
  engage,
  migrate,
  backup,
  exportCommand,
  restore,
  audit,
  bench,
];

/** Runs a command line and gives its exit code. Expected failures are told in full; a bug in us is 70. */
export async function runCommandLine(args: readonly string[], context: CommandContext): Promise<ExitCode> {
  const [name = 'help', ...rest] = args;
  if (['help', '--help', '-h'].includes(name)) {
    context.terminal.out(helpText());
    return 0;
  }
  const command = COMMANDS.find((one) => one.name === name);
  if (command === undefined) {
    context.terminal.err(`There is no command "${name}".\n\n${helpText()}`);
    return 2;
  }
  try {
    const input = parseInput(command, rest);
    if (input.options['help'] === true) {
      const details = (command.details ?? []).map((line) => `\n  ${line}`).join('');
      context.terminal.out(`scorer ${command.name} ${command.usage}\n\n${command.does}${details}`);
      return 0;
    }
    return await command.run(input, context);
  } catch (error) {
    return tell(error, rest.includes('--json'), context);
  }
}

/** Every command with its arguments and what it does. */
function helpText(): string {
  const rows = COMMANDS.map(({ name, usage, does }) => [`  ${`${name} ${usage}`.trimEnd()}`, does]);
  return `Scores ICT tenders on environmental policy and net-carbon impact.\n\nscorer COMMAND\n\n${tableText(rows)}\n\nExit codes: 0 done; 1 the input has faults; 2 wrong usage; 3 not allowed in this state; 70 a bug in us.`;
}

function parseInput(command: Command, args: readonly string[]): CommandInput {
  try {
    const options = { ...command.options, json: { type: 'boolean' }, help: { type: 'boolean' } } as const;
    const { positionals, values } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [least, most] = command.positionals;
    if (values['help'] !== true && (positionals.length < least || positionals.length > most)) {
      throw new AppError('wrong-usage', `Usage: scorer ${command.name} ${command.usage}`);
    }
    return { positionals, options: values };
  } catch (error) {
    if (error instanceof AppError || !(error instanceof Error)) throw error;
    throw new AppError('wrong-usage', `${error.message}\nUsage: scorer ${command.name} ${command.usage}`);
  }
}

function tell(error: unknown, json: boolean, { terminal }: CommandContext): ExitCode {
  if (error instanceof AppError) {
    if (error.issues.length > 0) printFaults(error.message, error.issues, [], json, terminal);
    else if (json) terminal.out(JSON.stringify({ ok: false, error: error.code, message: error.message }, undefined, 2));
    else terminal.err(error.message);
    return exitCodeOf(error.code);
  }
  terminal.err(`A bug in us: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return 70;
}

function exitCodeOf(code: AppErrorCode): ExitCode {
  switch (code) {
    case 'invalid-input':
    case 'unsupported-file':
    case 'too-large':
    case 'not-found':
    case 'invalid-configuration':
      return 1;
    case 'wrong-usage':
      return 2;
    case 'malformed':
    case 'too-many-requests':
    case 'not-allowed-in-state':
    case 'conflict':
    case 'not-signed-in':
    case 'forbidden':
      return 3;
  }
}
