import type { Request } from 'express';
import type { ImportRecord } from '../../../application/records.ts';
import { AppError, type AppErrorCode } from '../../../domain/errors.ts';
import { API_BASE, importPath } from '../../paths.ts';
import { isFinished, toImportJson } from '../schemas/import.ts';
import type { Answer } from '../route.ts';
import type { ApiServices } from '../services.ts';
import { ExtendedFailure } from '../../expected-error.ts';

/** Smaller files are read while the sender waits; others are followed by their events. */
const AT_ONCE_BYTES = 2_000_000;

/**
 * Reads a received import and answers: 201 with what it made, or 202 at once where it is large (or the sender prefers
 * not to wait). Throws what is wrong with the file as a problem that holds the import.
 */
export async function readAndAnswer(record: ImportRecord, services: ApiServices, request: Request): Promise<Answer> {
  const location = `${API_BASE}${importPath(record.id)}`;
  if (record.fileBytes >= AT_ONCE_BYTES || prefersNotToWait(request)) {
    services.imports.start(record.id);
    return { status: 202, headers: { Location: location }, json: toImportJson(record) };
  }
  const done = await services.imports.run(record.id);
  if (!isFinished(done)) return { status: 202, headers: { Location: location }, json: toImportJson(done) };
  if (done.state === 'committed' || done.state === 'checked') {
    return { status: 201, headers: { Location: location }, json: toImportJson(done) };
  }
  throw new ExtendedFailure(toFailure(done), { import: toImportJson(done) });
}

/** RFC 7240: `Prefer: respond-async`. */
function prefersNotToWait(request: Request): boolean {
  return (request.get('Prefer') ?? '').split(',').some((one) => one.trim().toLowerCase() === 'respond-async');
}

/** A file that is none of ours is told as 413 or 415; one with faults in it as 422. */
function toFailure({ fileName, state, issues, issueCount, failure, proposedMapping }: ImportRecord): AppError {
  const count = issueCount ?? issues.length;
  const faults = count === 1 ? 'has one fault' : `has ${count} faults`;
  if (state === 'mapping-proposed' && proposedMapping !== undefined) {
    const message = `${fileName} can be read if its columns mean what they seem to. Accept the mapping ${proposedMapping.name}, or correct the file.`;
    return new AppError('invalid-input', message, issues);
  }
  const [first] = issues;
  const refusal = REFUSALS.find((code) => issues.length === 1 && first?.code === code);
  if (refusal !== undefined)
    return new AppError(refusal, failure ?? first?.message ?? `${fileName} is not read.`, issues);
  if (state === 'failed' || state === 'interrupted') {
    return new AppError(
      'conflict',
      failure ?? `Reading ${fileName} was interrupted. Nothing was stored; run it again.`,
    );
  }
  return new AppError('invalid-input', `${fileName} ${faults}. Nothing was stored but the file.`, issues);
}

const REFUSALS: readonly AppErrorCode[] = ['unsupported-file', 'too-large'];
