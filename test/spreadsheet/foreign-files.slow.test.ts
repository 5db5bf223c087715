import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Issue } from '../../src/domain/issue.ts';
import { AppError } from '../../src/domain/errors.ts';
import { readTenderUpload } from '../../src/spreadsheet/read-tender.ts';
import { testCatalogue } from '../support/catalogue.ts';
import { sharedExists, sharedPath } from '../support/shared-data.ts';

const FOLDERS = ['real', 'hostile'] as const;
/** Words of the runtime that must never reach a user. */
const INTERNAL = /cannot read propert|undefined|is not a function|\[object|TypeError|RangeError/i;

async function faultsOf(folder: string, name: string): Promise<readonly Pick<Issue, 'message' | 'fix'>[]> {
  try {
    const reading = await readTenderUpload({ name, path: sharedPath('corpus', folder, name) }, await testCatalogue());
    expect(reading.tender).toBeUndefined();
    return reading.issues;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [{ message: error.message }];
  }
}

describe.skipIf(!sharedExists)('files that are no tender (skipped without ../shared)', () => {
  for (const folder of FOLDERS) {
    const names = sharedExists ? readdirSync(sharedPath('corpus', folder)) : [];
    it.each(names)(`${folder}/%s gets a clear refusal`, { timeout: 60_000 }, async (name) => {
      const faults = await faultsOf(folder, name);
      expect(faults.length).toBeGreaterThan(0);
      for (const { message, fix } of faults) expect(`${message} ${fix ?? ''}`).not.toMatch(INTERNAL);
    });
  }
});
