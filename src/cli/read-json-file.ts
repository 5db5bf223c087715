import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { AppError } from '../domain/errors.ts';
import { toIssues } from '../domain/issue.ts';

/** What a JSON file says, checked. Throws AppError `not-found` or `invalid-input` with every fault and its place. */
export async function readJsonFile<T extends z.ZodType>(path: string, schema: T): Promise<z.output<T>> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new AppError(
      'not-found',
      `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  const parsed = schema.safeParse(parseJson(path, text));
  if (parsed.success) return parsed.data;
  throw new AppError('invalid-input', `${path} is not as expected.`, toIssues(parsed.error));
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError('invalid-input', `${path} is not JSON.`);
  }
}
