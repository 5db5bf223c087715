import { readFileSync } from 'node:fs';
import type { Ajv } from 'ajv';
import { default as draft04 } from 'ajv-draft-04';
import { readSharedJson, sharedPath } from './shared-data.ts';

type Json = Readonly<Record<string, unknown>>;

/** The official OCDS 1.1.5 release schema with the sustainability extension merged in (RFC 7396), as a check. */
export function ocdsFaults(): (release: unknown) => string[] {
  const core = readSharedJson('schemas', 'ocds-1.1.5', 'release-schema.json') as Json;
  const extension = readSharedJson('schemas', 'ocds-sustainability', 'release-schema.json') as Json;
  const Draft04 = draft04 as unknown as typeof Ajv;
  const validator = new Draft04({ allErrors: true, strict: false });
  validator.addFormat('date-time', /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/);
  validator.addFormat('uri', /^[a-z][a-z0-9+.-]*:\S+$/i);
  validator.addFormat('email', /^[^@\s]+@[^@\s]+$/);
  const check = validator.compile(merged(core, extension) as Json);
  return (release) => {
    check(release);
    return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
  };
}

/** The codes of a code list of the standard or of the extension. */
export function codesOf(folder: 'ocds-1.1.5' | 'ocds-sustainability', list: string): string[] {
  const text = readFileSync(sharedPath('schemas', folder, 'codelists', `${list}.csv`), 'utf8');
  return text
    .split('\n')
    .slice(1)
    .map((line) => line.split(',')[0] ?? '')
    .filter((code) => code !== '');
}

function merged(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const result: Record<string, unknown> =
    typeof target === 'object' && target !== null && !Array.isArray(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = merged(result[key], value);
  }
  return result;
}
