import { createHash } from 'node:crypto';
import { AppError } from '../domain/errors.ts';
import { encodePointerPart, type Issue } from '../domain/issue.ts';
import type { Person } from '../domain/person.ts';
import { changeProcurement, requireMove, type Revision } from './change-procurement.ts';
import type { ServicePorts } from './ports.ts';
import { freezeRuleSet, pinFactors, publicationData, requireBeforeDeadline } from './publish-procurement.ts';
import type { ProcurementRecord, Publication } from './records.ts';
import type { Stores } from './stores.ts';

export type AdoptInput = Revision & {
  readonly noticeReference: string;
  /** The methodology document as published: its bytes, or the SHA-256 of a file that is stored already. */
  readonly methodologyFile?: { readonly name: string; readonly bytes: Uint8Array } | string;
  /** As published; it must be ours. */
  readonly ruleSetSha256: string;
  /** The second person, who has compared the published text with the rule set here. */
  readonly confirmedBy: string;
};

/**
 * Takes over rules that were published elsewhere, before the bid deadline: where they were published, the document,
 * its rule set's hash (which must match), and the second person who confirms that they are the same.
 */
export async function adoptProcurement(
  ports: ServicePorts,
  person: Person,
  reference: string,
  input: AdoptInput,
): Promise<ProcurementRecord> {
  return changeProcurement(ports, person, reference, input, async (record, stores, now) => {
    const state = requireMove(record, 'adopt');
    const late = 'rules published elsewhere can no longer be adopted. Publish it here retrospectively, with a reason';
    requireBeforeDeadline(record, now, late);
    const frozen = freezeRuleSet(ports.catalogue, record.facts.ruleSet);
    checkAdoption(input, record, frozen.ruleSetSha256, person);
    const publication: Publication = {
      kind: 'adopted',
      at: now,
      by: person.id,
      ...frozen,
      ...(await pinFactors(ports.catalogue, stores, record)),
      retrospective: false,
      noticeReference: input.noticeReference.trim(),
      ...(await keepMethodology(stores, input.methodologyFile)),
      confirmedBy: input.confirmedBy.trim(),
    };
    return {
      record: { ...record, state, publication },
      event: {
        action: 'procurement.adopted',
        data: {
          ...publicationData(publication),
          facts_version: String(record.factsVersion),
          notice_reference: publication.noticeReference ?? null,
          methodology_sha256: publication.methodologySha256 ?? null,
          confirmed_by: publication.confirmedBy ?? null,
        },
      },
    };
  });
}

/** Throws AppError `invalid-input` with every fault of the adoption at once. */
function checkAdoption(input: AdoptInput, { facts }: ProcurementRecord, ownSha256: string, person: Person): void {
  const issues = [
    ...noticeFaults(input.noticeReference.trim(), facts.noticeReference),
    ...(input.methodologyFile === undefined || input.methodologyFile === ''
      ? [missing('methodologyFile', 'Give the methodology document as it was published')]
      : []),
    ...hashFaults(input.ruleSetSha256, ownSha256, facts.ruleSet),
    ...confirmationFaults(input.confirmedBy, person),
  ];
  if (issues.length === 0) return;
  throw new AppError('invalid-input', 'The rules cannot be adopted as given.', issues);
}

function noticeFaults(given: string, stated: string | undefined): Issue[] {
  if (given === '') return [missing('noticeReference', 'Enter the reference of the notice that published the rules')];
  if (stated === undefined || stated === given) return [];
  return [
    fault('noticeReference', 'other-notice', `The published facts name the notice ${stated}, got "${given}"`, {
      found: given,
      expected: stated,
    }),
  ];
}

function hashFaults(given: string, own: string, ruleSet: string): Issue[] {
  const found = given.trim().toLowerCase();
  if (found === '') return [missing('ruleSetSha256', 'Enter the SHA-256 of the rule set as it was published')];
  if (found === own) return [];
  const message = `The published rule set is not ours: ${ruleSet} here has the SHA-256 ${own}, got "${found}"`;
  return [fault('ruleSetSha256', 'other-rule-set', message, { found, expected: own })];
}

/** A local choice of name is no proof, but one name cannot stand for two people. */
function confirmationFaults(given: string, { id, name }: Person): Issue[] {
  const found = given.trim();
  if (found === '') return [missing('confirmedBy', 'Name the second person who has compared the two')];
  const isActor = [id, name].some((own) => own.toLowerCase() === found.toLowerCase());
  if (!isActor) return [];
  return [fault('confirmedBy', 'same-person', `A second person must confirm; ${name} is the one adopting`, { found })];
}

/** Stores the document under its hash, or finds it there. */
async function keepMethodology(
  { files }: Pick<Stores, 'files'>,
  given: AdoptInput['methodologyFile'],
): Promise<Pick<Publication, 'methodologyFile' | 'methodologySha256'>> {
  if (given === undefined) return {};
  if (typeof given !== 'string') {
    const sha256 = createHash('sha256').update(given.bytes).digest('hex');
    await files.put(sha256, oneChunk(given.bytes));
    return { methodologyFile: given.name, methodologySha256: sha256 };
  }
  const sha256 = given.trim().toLowerCase();
  if (/^[0-9a-f]{64}$/.test(sha256) && (await files.has(sha256)))
    return { methodologyFile: sha256, methodologySha256: sha256 };
  const message = 'Give the methodology document itself, or the SHA-256 of a file that is stored here';
  throw new AppError('invalid-input', message, [fault('methodologyFile', 'not-stored', message, { found: given })]);
}

async function* oneChunk(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}

function missing(field: string, message: string): Issue {
  return fault(field, 'missing', message, {});
}

function fault(field: string, code: string, message: string, more: Partial<Issue>): Issue {
  return { pointer: `#/${encodePointerPart(field)}`, code, message, ...more };
}
