import type { FactorSet, FactorSetApproval } from '../domain/conversion-factor.ts';
import { AppError } from '../domain/errors.ts';
import type { Person } from '../domain/person.ts';
import { appendEvent } from './append-event.ts';
import { factorRegister } from './factor-register.ts';
import type { ServicePorts } from './ports.ts';
import { appendRerun } from './rerun-provisional.ts';
import { FACTOR_KEEPERS, requireRole } from './roles.ts';
import { setKindOf } from './set-kinds.ts';

/**
 * Approves an imported set, once and for good. From then on factors are used for the activity of their year, and
 * provisional figures are worked out again; multipliers are used for spend exports that come in, carbon values for the
 * effects of bids. Where the hash of its file is not known a note has to say how it was found to be the publisher's.
 * Throws AppError `not-allowed-in-state` for a shipped or approved set, `invalid-input` where the note is missing.
 */
export async function approveFactorSet(
  ports: ServicePorts,
  person: Person,
  setId: string,
  { note }: { readonly note?: string } = {},
): Promise<FactorSet> {
  requireRole(person, ...FACTOR_KEEPERS);
  return ports.database.transaction(async (stores) => {
    const register = factorRegister(ports, stores, person.organisation);
    const set = await register.getSet(setId);
    requireOpen(set);
    const reason = note?.trim() ?? '';
    if (set.file?.isOfficial !== true && reason === '') throw noteMissing(set);
    const at = ports.clock();
    const approval: FactorSetApproval = {
      by: person.id,
      byName: person.name,
      at,
      ...(reason === '' ? {} : { note: reason }),
    };
    await stores.factors.approve(person.organisation, setId, approval);
    await appendEvent(stores, person, at, {
      action: 'factor-set.approved',
      subject: `factor-set:${setId}`,
      data: { sha256: set.file?.sha256 ?? '', known_hash: set.file?.isOfficial === true, note: approval.note ?? null },
    });
    // Figures that waited for it stand anew, in the same transaction.
    if (set.kind === 'factors') await appendRerun(stores, person, ports.catalogue, at);
    return register.getSet(setId);
  });
}

function requireOpen({ id, kind, origin, year, approval }: FactorSet): void {
  if (origin === 'shipped') {
    const official = kind === 'factors' ? `workbook of ${year}` : `table of ${setKindOf(kind).words}`;
    const message = `${id} comes with the software and is not approved here. Import the official ${official}, and approve that.`;
    throw new AppError('not-allowed-in-state', message);
  }
  if (approval !== undefined) {
    throw new AppError('not-allowed-in-state', `${approval.byName} approved ${id} at ${approval.at}; that stands.`);
  }
}

function noteMissing({ id, kind, file }: FactorSet): AppError {
  const message =
    kind === 'factors'
      ? `Say in a note how you know that this is the publisher's file: the SHA-256 of ${id}, ${file?.sha256 ?? ''}, is not one that is known here`
      : `Say in a note how you compared the values of ${id} with the publication: no hash of an official file is known here`;
  return new AppError('invalid-input', message, [{ pointer: '#/note', code: 'note-missing', message }]);
}
