import { resolve } from 'node:path';
import { z } from 'zod';
import { throwIfFaulty } from './domain/errors.ts';

/** Every setting: its name, what it does, and what it is when not set. The README lists the same. */
export const SETTINGS = [
  {
    name: 'SCORING_RULES_DIR',
    help: 'A folder with rules (and rule sets) of your own, beside the shipped ones',
    default: 'none',
  },
  { name: 'UPLOAD_LIMIT_MB', help: 'The largest file that is read, in megabytes', default: '200' },
  {
    name: 'DATABASE_URL',
    help: 'Where records are kept: `sqlite:PATH` or `postgres://...`',
    default: '`sqlite:data/scorer.db`',
  },
  { name: 'DATA_DIR', help: 'A folder for the session secret and for uploads while they arrive', default: '`data`' },
  {
    name: 'HOST',
    help: 'The address to listen on; without sign-in it must be one of this machine',
    default: '127.0.0.1',
  },
  { name: 'PORT', help: 'The port to listen on; 0 takes any that is free', default: '3000' },
  {
    name: 'PUBLIC_URL',
    help: 'The address that browsers use, where it is another one; cookies are for https only when it is',
    default: 'none',
  },
  {
    name: 'SESSION_SECRET',
    help: 'Signs session cookies, 32 characters or more; the same for all processes',
    default: 'made once, kept in `DATA_DIR`',
  },
  { name: 'ORGANISATION', help: 'Whose people the local ones are, while no sign-in is configured', default: '`local`' },
  { name: 'REQUESTS_PER_MINUTE', help: 'How many requests one address may make in a minute', default: '1200' },
  { name: 'LOG_LEVEL', help: '`fatal`, `error`, `warn`, `info`, `debug`, `trace` or `silent`', default: '`info`' },
] as const;

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const schema = z.object({
  SCORING_RULES_DIR: z.string().trim().min(1, { error: 'Name a folder, or leave it out' }).optional(),
  UPLOAD_LIMIT_MB: z
    .string()
    .regex(/^[1-9]\d{0,4}$/, { error: 'Enter a whole number of megabytes, as 200' })
    .default('200'),
  DATABASE_URL: z
    .string()
    .regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)$/, { error: 'Enter sqlite:PATH or postgres://...' })
    .default('sqlite:data/scorer.db'),
  DATA_DIR: z.string().trim().min(1, { error: 'Name a folder, or leave it out' }).default('data'),
  HOST: z.string().trim().min(1, { error: 'Enter an address, as 127.0.0.1' }).default('127.0.0.1'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, { error: 'Enter a number from 0 to 65535' })
    .refine((text) => Number(text) <= 65_535, { error: 'Enter a number from 0 to 65535' })
    .default('3000'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'Enter an address that starts with https:// or http://' })
    .optional(),
  SESSION_SECRET: z.string().min(32, { error: 'Enter 32 characters or more, or leave it out' }).optional(),
  ORGANISATION: z.string().trim().min(1, { error: 'Name an organisation, or leave it out' }).max(200).default('local'),
  REQUESTS_PER_MINUTE: z
    .string()
    .regex(/^[1-9]\d{0,6}$/, { error: 'Enter a whole number, as 1200' })
    .default('1200'),
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `Enter one of ${LOG_LEVELS.join(', ')}` }).default('info'),
});

export type Config = {
  readonly scoringRulesDir?: string;
  readonly uploadLimitBytes: number;
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  readonly publicUrl?: string;
  readonly sessionSecret?: string;
  readonly organisation: string;
  readonly requestsPerMinute: number;
  readonly logLevel: (typeof LOG_LEVELS)[number];
};

/** Reads the settings. Throws one AppError with every bad setting. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const result = schema.safeParse(environment);
  const issues = (result.error?.issues ?? []).map((issue) => ({
    pointer: '#',
    code: 'bad-setting',
    message: `${issue.path.join('.')}: ${issue.message}.`,
  }));
  throwIfFaulty('invalid-configuration', 'These settings cannot be used:', issues);
  const set = schema.parse(environment);
  return Object.freeze({
    ...(set.SCORING_RULES_DIR === undefined ? {} : { scoringRulesDir: resolve(set.SCORING_RULES_DIR) }),
    uploadLimitBytes: Number(set.UPLOAD_LIMIT_MB) * 1_000_000,
    databaseUrl: set.DATABASE_URL,
    dataDir: resolve(set.DATA_DIR),
    host: set.HOST,
    port: Number(set.PORT),
    ...(set.PUBLIC_URL === undefined ? {} : { publicUrl: set.PUBLIC_URL }),
    ...(set.SESSION_SECRET === undefined ? {} : { sessionSecret: set.SESSION_SECRET }),
    organisation: set.ORGANISATION,
    requestsPerMinute: Number(set.REQUESTS_PER_MINUTE),
    logLevel: set.LOG_LEVEL,
  });
}
