import { isAbsolute, resolve } from 'node:path';
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
] as const;

const schema = z.object({
  SCORING_RULES_DIR: z.string().trim().min(1, { error: 'Name a folder, or leave it out' }).optional(),
  UPLOAD_LIMIT_MB: z
    .string()
    .regex(/^[1-9]\d{0,4}$/, { error: 'Enter a whole number of megabytes, as 200' })
    .default('200'),
});

export type Config = { readonly scoringRulesDir?: string; readonly uploadLimitBytes: number };

/** Reads the settings. Throws one AppError with every bad setting. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const result = schema.safeParse(environment);
  const issues = (result.error?.issues ?? []).map((issue) => ({
    pointer: '#',
    code: 'bad-setting',
    message: `${issue.path.join('.')}: ${issue.message}.`,
  }));
  throwIfFaulty('invalid-configuration', 'These settings cannot be used:', issues);
  const { SCORING_RULES_DIR: folder, UPLOAD_LIMIT_MB: megabytes } = schema.parse(environment);
  return Object.freeze({
    ...(folder === undefined ? {} : { scoringRulesDir: isAbsolute(folder) ? folder : resolve(folder) }),
    uploadLimitBytes: Number(megabytes) * 1_000_000,
  });
}
