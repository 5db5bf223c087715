import { AppError } from '../domain/errors.ts';
import type { Person } from '../domain/person.ts';
import { ordinal } from '../domain/plain-english.ts';
import { type AwardCase, addStep, isSetAside, rankings, readAwardCase } from './award-case.ts';
import { type BidOfLot, bidOfLotText } from './award-records.ts';
import { changeProcurement, requireMove, requireReason, type Revision } from './change-procurement.ts';
import { fieldFault } from './field-fault.ts';
import type { ServicePorts } from './ports.ts';
import type { ProcurementRecord } from './records.ts';

export type AwardInput = Revision & {
  /** One bid, or one for each lot that is awarded. */
  readonly winners: readonly BidOfLot[];
  readonly reason: string;
};

/**
 * A person awards: the first-ranked bid of each lot, or the next only where each higher one has been withdrawn, or set
 * aside with grounds. Throws AppError `not-allowed-in-state` naming the bids in between otherwise.
 */
export async function awardProcurement(
  ports: ServicePorts,
  person: Person,
  reference: string,
  input: AwardInput,
): Promise<ProcurementRecord> {
  return changeProcurement(ports, person, reference, input, async (record, stores, now) => {
    const state = requireMove(record, 'award');
    const own = await readAwardCase(stores, person, reference);
    if (input.winners.length === 0) throw fieldFault('bid', 'missing', 'Name the bid that is awarded.');
    const lots = input.winners.map(({ lot }) => lot);
    if (new Set(lots).size < lots.length) throw fieldFault('bid', 'two-winners', 'Award each lot to one bid only.');
    for (const winner of input.winners) requireFirstLeft(own, winner);
    const reason = requireReason(input.reason, 'why the award is made');
    return {
      record: { ...record, state },
      event: {
        action: 'procurement.awarded',
        data: { bids: input.winners.map(bidOfLotText), reason, edition: String(own.approval.edition) },
      },
      keep: () => addStep(stores, person, reference, now, own.steps, { kind: 'award', winners: input.winners, reason }),
    };
  });
}

function requireFirstLeft(own: AwardCase, winner: BidOfLot): void {
  const ranking = rankings(own.issued).find(({ lot }) => lot === winner.lot);
  if (ranking === undefined) {
    const lots = rankings(own.issued).flatMap(({ lot }) => lot ?? []);
    const wanted = lots.length === 0 ? 'This procurement has no lots' : `Name one of the lots ${lots.join(', ')}`;
    throw fieldFault('lot', 'unknown-lot', `${wanted}, got "${winner.lot ?? ''}"`);
  }
  const name = bidOfLotText(winner);
  const place = ranking.bids.indexOf(winner.bid);
  if (place < 0) throw new AppError('not-allowed-in-state', `${name} is not ranked, so it cannot be awarded.`);
  if (isSetAside(own, winner)) {
    throw new AppError('not-allowed-in-state', `${name} has been withdrawn or set aside, so it cannot be awarded.`);
  }
  const inBetween = ranking.bids.slice(0, place).filter((bid) => !isSetAside(own, { ...winner, bid }));
  if (inBetween.length === 0) return;
  const above = inBetween.join(', ');
  throw new AppError(
    'not-allowed-in-state',
    `${name} is ranked ${ordinal(place + 1)}, below ${above}. Only the first-ranked bid can be awarded, unless each higher one is withdrawn, excluded or disregarded with its grounds on record: award ${inBetween[0] ?? ''}, or record the grounds for ${above} first.`,
  );
}
