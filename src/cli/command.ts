import type { ParseArgsConfig } from 'node:util';
import type { DatabaseOperations } from '../application/database-operations.ts';
import type { Ports } from '../application/ports.ts';
import type { UseCases } from '../application/use-cases.ts';
import { AppError } from '../domain/errors.ts';
import type { Person } from '../domain/person.ts';
import type { Terminal } from './terminal.ts';

/** A service that is being served. */
export type RunningService = {
  readonly url: string;
  /** What happened at the start that somebody should know. */
  readonly notes: readonly string[];
  stop(): Promise<void>;
};

/** Where to listen, instead of where the settings say. */
export type ServiceAddress = { readonly host?: string; readonly port?: number };

/** What every command is given. The ports are made on first use: help needs no rules. */
export type CommandContext = {
  readonly terminal: Terminal;
  readonly ports: () => Promise<Ports>;
  /** Where `new-rule` writes. */
  readonly rulesFolder: string;
  readonly fixturesFolder: string;
  /** The operator's work on the database of the settings. */
  readonly operations?: () => DatabaseOperations;
  /** People's work on record: the database of the settings is opened, brought up to date, and closed after the work. */
  readonly onRecord: <T>(work: (useCases: UseCases) => Promise<T>) => Promise<T>;
  /** The local people, of whom `--as` names one. */
  readonly people: readonly Person[];
  /** The largest file that is taken. */
  readonly uploadLimitBytes: number;
  /** Opens the database, brings it up to date, and serves on the address set, or on the one given. */
  readonly startService: (address: ServiceAddress) => Promise<RunningService>;
  /** Loads the worked example alone into a database of its own that is made anew, and works on it as its officer. */
  readonly onDemo: <T>(work: (useCases: UseCases, person: Person) => Promise<T>) => Promise<T>;
  /** Serves the database of the worked example as it was left. */
  readonly startDemo: (address: ServiceAddress) => Promise<RunningService>;
};

export type CommandInput = {
  readonly positionals: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
};

/** Exit codes: 0 done; 1 the input has faults; 2 wrong usage; 3 not allowed in this state; 70 a bug in us. */
export type ExitCode = 0 | 1 | 2 | 3 | 70;

export type Command = {
  readonly name: string;
  /** Arguments and options, as the help shows them. */
  readonly usage: string;
  readonly does: string;
  /** More lines for the help of the command itself: what each action takes. */
  readonly details?: readonly string[];
  readonly options: NonNullable<ParseArgsConfig['options']>;
  /** How many arguments: least and most. */
  readonly positionals: readonly [number, number];
  run(input: CommandInput, context: CommandContext): Promise<ExitCode>;
};

/** A text option, or undefined when it was not given. */
export function textOption(input: CommandInput, name: string): string | undefined {
  const value = input.options[name];
  return typeof value === 'string' ? value : undefined;
}

/** The option by which a command says who acts. Nobody proves it, so the audit chain says that it was the command line. */
export const ACTS_AS = { as: { type: 'string' } } as const;

/** The person named by `--as`, else the one whose work it usually is. Throws AppError `wrong-usage` for nobody known. */
export function personOf(input: CommandInput, { people }: CommandContext, usually = 'officer'): Person {
  const named = textOption(input, 'as') ?? usually;
  const person = people.find(({ id }) => id === named);
  if (person !== undefined) return person;
  const known = people.map(({ id }) => id).join(', ');
  throw new AppError('wrong-usage', `--as names nobody known here, got "${named}". Known: ${known}.`);
}
