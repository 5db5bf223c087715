import { z } from 'zod';
import type { ImportRecord, RegisterResult } from '../../../application/records.ts';
import { REGISTER_KINDS } from '../../../application/register-upload.ts';
import { fault, instant, sha256 } from './shared.ts';

const mapping = z.strictObject({
  name: z.string().meta({ description: 'Accept the mapping by this name' }),
  pairs: z.array(
    z.strictObject({
      kind: z.enum(['sheet', 'column', 'name', 'question', 'bidder', 'overlap', 'unit-slip']),
      sheet: z.string(),
      wanted: z.string(),
      found: z.string(),
    }),
  ),
});

const registered = z.strictObject({
  contracts: z.array(z.string()),
  new_contracts: z.int(),
  changed_contracts: z.int(),
  lines: z.int().meta({ description: 'Lines added' }),
  repeated_lines: z.int().meta({ description: 'On record already, word for word: not counted twice' }),
  replaced_lines: z.int().meta({ description: 'Lines on record that were superseded, and so reversed' }),
  emission_kg: z.string().meta({ description: 'Emissions added, location-based, less what was superseded' }),
  provisional_lines: z
    .int()
    .meta({ description: 'Counted with earlier conversion factors until those of the year are approved' }),
});

export const importSchema = z
  .strictObject({
    id: z.string(),
    state: z.enum([
      'received',
      'reading',
      'faulty',
      'mapping-proposed',
      'checked',
      'committed',
      'interrupted',
      'failed',
    ]),
    finished: z.boolean().meta({ description: 'Nothing more happens by itself' }),
    revision: z.int(),
    file: z.strictObject({ name: z.string(), sha256, bytes: z.int() }),
    dry_run: z.boolean(),
    procurement: z.string().nullable(),
    accepted_mapping: z.string().nullable(),
    proposed_mapping: mapping.nullable(),
    rows_read: z.int(),
    errors: z.array(fault).meta({ description: 'The first 200 faults' }),
    not_listed: z.int().meta({ description: 'How many faults there are besides' }),
    notices: z.array(z.string()),
    kind: z
      .enum(['tender', 'bid', 'matrix', 'prices', ...REGISTER_KINDS])
      .nullable()
      .meta({ description: 'What the file is; null until it has been read' }),
    accepted_choice: z.string().nullable(),
    result: z.strictObject({ procurement: z.string(), bids: z.array(z.string()) }).nullable(),
    registered: registered.nullable().meta({ description: 'What contracts or a carbon return put on record' }),
    failure: z.string().nullable(),
    by: z.string(),
    at: instant,
    finished_at: instant.nullable(),
  })
  .meta({ id: 'Import' });

const GOING_ON: readonly ImportRecord['state'][] = ['received', 'reading'];

export function isFinished({ state }: Pick<ImportRecord, 'state'>): boolean {
  return !GOING_ON.includes(state);
}

export function toImportJson(record: ImportRecord): z.output<typeof importSchema> {
  return {
    id: record.id,
    state: record.state,
    finished: isFinished(record),
    revision: record.revision,
    file: { name: record.fileName, sha256: record.fileSha256, bytes: record.fileBytes },
    dry_run: record.dryRun,
    procurement: record.procurement ?? null,
    accepted_mapping: record.acceptedMapping ?? null,
    proposed_mapping:
      record.proposedMapping === undefined
        ? null
        : { name: record.proposedMapping.name, pairs: [...record.proposedMapping.pairs] },
    rows_read: record.rowsRead,
    errors: [...record.issues],
    not_listed: (record.issueCount ?? record.issues.length) - record.issues.length,
    notices: [...record.notices],
    result: record.result === undefined ? null : { ...record.result, bids: [...record.result.bids] },
    kind: record.kind ?? null,
    accepted_choice: record.acceptedChoice ?? null,
    registered: record.registered === undefined ? null : toRegisteredJson(record.registered),
    failure: record.failure ?? null,
    by: record.by,
    at: record.at,
    finished_at: record.finishedAt ?? null,
  };
}

function toRegisteredJson(made: RegisterResult): z.output<typeof registered> {
  return {
    contracts: [...made.contracts],
    new_contracts: made.newContracts,
    changed_contracts: made.changedContracts,
    lines: made.lines,
    repeated_lines: made.repeatedLines,
    replaced_lines: made.replacedLines,
    emission_kg: made.emissionKg,
    provisional_lines: made.provisionalLines,
  };
}
