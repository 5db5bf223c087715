import { AppError } from '../domain/errors.ts';
import { type IsoDate, parseIsoDate } from '../domain/iso-date.ts';
import type { Person } from '../domain/person.ts';
import type { RequestKind, ReturnRequest } from '../domain/return-request.ts';
import { appendEvent } from './append-event.ts';
import { createFaultList, type FaultList } from './fault-list.ts';
import { listReturnsOwed, type OwedReturn, type ReturnsOwed } from './list-returns-owed.ts';
import { listed, nearestNames } from './nearest-names.ts';
import type { ServicePorts } from './ports.ts';
import { CARBON_KEEPERS, requireRole } from './roles.ts';

export type RequestedReturns = {
  readonly financialYear: string;
  readonly kind: RequestKind;
  /** References of contracts that owe a return for the year. */
  readonly contracts: readonly string[];
  /** The day on which it was done; today when left out. */
  readonly on?: string;
  readonly replyBy?: string;
  readonly note?: string;
};

/**
 * Records that suppliers were asked for the returns of some contracts, or chased for them: all of them or none, each
 * with an event. A return is asked for once, and chased only after that; one that was received whole is not. Throws
 * AppError `invalid-input` with every fault.
 */
export async function requestReturns(
  ports: ServicePorts,
  person: Person,
  requested: RequestedReturns,
): Promise<ReturnsOwed> {
  requireRole(person, ...CARBON_KEEPERS);
  const { financialYear, kind, contracts, note } = requested;
  const owed = await listReturnsOwed(ports, person, { financialYear });
  const on = requested.on ?? owed.day;
  const faults = createFaultList();
  checkDays({ ...requested, on }, owed.day, faults);
  const chosen = chosenReturns(requested, on, owed, faults);
  if (faults.issues.length > 0) {
    throw new AppError('invalid-input', 'Nothing was recorded. Put right what is listed.', faults.issues);
  }
  const at = ports.clock();
  const said = note?.trim() ?? '';
  const requests = chosen.map(
    ({ contract, requests: before }): ReturnRequest => ({
      contract: contract.reference,
      financialYear: owed.financialYear,
      sequence: before.length + 1,
      kind,
      on,
      ...(requested.replyBy === undefined ? {} : { replyBy: requested.replyBy }),
      ...(said === '' ? {} : { note: said }),
      by: person.id,
      byName: person.name,
      at,
    }),
  );
  await ports.database.transaction(async (stores) => {
    await stores.returnRequests.add(person.organisation, requests);
    await appendEvent(stores, person, at, {
      action: `carbon-return.${kind}`,
      subject: `financial-year:${owed.financialYear}`,
      data: { contracts, on, reply_by: requested.replyBy ?? null, note: said === '' ? null : said },
    });
  });
  return listReturnsOwed(ports, person, { financialYear });
}

function checkDays(
  { on, replyBy }: Pick<RequestedReturns, 'replyBy'> & { readonly on: string },
  today: IsoDate,
  faults: FaultList,
): void {
  const expected = 'a date, as 2026-05-29';
  for (const [field, date] of Object.entries({ on, reply_by: replyBy })) {
    if (date === undefined || parseIsoDate(date) !== undefined) continue;
    faults.add(`#/${field}`, 'not-a-date', `Enter ${expected}, got "${date}"`, { found: date, expected });
  }
  if (faults.issues.length > 0) return;
  if (on > today) {
    const message = `Record what was done: ${on} is still to come`;
    faults.add('#/on', 'in-the-future', message, { found: on, expected: `${today} or earlier` });
  }
  if (replyBy !== undefined && replyBy < on) {
    const message = `The last day for the return, ${replyBy}, is before the day on which it was asked for, ${on}`;
    faults.add('#/reply_by', 'before-asking', message, { found: replyBy, expected: `${on} or later` });
  }
}

function chosenReturns(
  { kind, contracts }: RequestedReturns,
  on: string,
  { returns, financialYear }: ReturnsOwed,
  faults: FaultList,
): OwedReturn[] {
  const byReference = new Map(returns.map((one) => [one.contract.reference, one]));
  if (contracts.length === 0) {
    faults.add('#/contracts', 'none-chosen', 'Choose at least one contract', {
      expected: 'contracts that owe a return',
    });
  }
  const seen = new Set<string>();
  return contracts.flatMap((reference, index) => {
    const at = `#/contracts/${index}`;
    const found = byReference.get(reference);
    if (found === undefined) {
      const near = nearestNames(reference, byReference.keys());
      const advice = near.length === 0 ? '' : `: did you mean ${listed(near)}?`;
      faults.add(at, 'nothing-owed', `No contract "${reference}" owes a return for ${financialYear}${advice}`, {
        found: reference,
      });
      return [];
    }
    const wrong = seen.has(reference) ? `${reference} is named twice` : refusal(found, kind, on, financialYear);
    seen.add(reference);
    if (wrong !== undefined) faults.add(at, 'not-to-be-asked', wrong, { found: reference });
    return [found];
  });
}

function refusal(
  { contract, requests, state }: OwedReturn,
  kind: RequestKind,
  on: string,
  year: string,
): string | undefined {
  const { reference } = contract;
  if (state === 'received') return `The return of ${reference} for ${year} is received`;
  const last = requests.at(-1);
  if (kind === 'asked' && last !== undefined) {
    return `The return of ${reference} for ${year} was asked for on ${requests[0]?.on}: chase it`;
  }
  if (kind === 'chased' && last === undefined)
    return `The return of ${reference} for ${year} was not asked for yet: ask`;
  if (last !== undefined && on < last.on)
    return `${reference} was last asked for its return on ${last.on}, after ${on}`;
  return undefined;
}
