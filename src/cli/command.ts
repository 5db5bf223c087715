import type { ParseArgsConfig } from 'node:util';
import type { DatabaseOperations } from '../application/database-operations.ts';
import type { Ports } from '../application/ports.ts';
import type { UseCases } from '../application/use-cases.ts';
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
  /** Works with the records of the database of the settings, as the people of the service do. */
  readonly withRecords?: <T>(work: (useCases: UseCases, people: readonly Person[]) => Promise<T>) => Promise<T>;
  /** Opens the database, brings it up to date, and serves on the address set, or on the one given. */
  readonly startService: (address: ServiceAddress) => Promise<RunningService>;
  /** The same with the worked example alone, in a database of its own that is made anew. */
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
