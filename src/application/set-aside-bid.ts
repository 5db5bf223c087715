import type { Person } from '../domain/person.ts';
import {
  type BidOfLot,
  bidOfLotText,
  isSameBid,
  type SetAsideDuty,
  type SetAsideGround,
  stepsOf,
} from './award-records.ts';
import { addStep, readAwardCase, requireAssessed } from './award-case.ts';
import { changeProcurement, requireReason, requireState, type Revision } from './change-procurement.ts';
import { fieldFault } from './field-fault.ts';
import type { ServicePorts } from './ports.ts';
import type { AssessmentRecord, ProcurementRecord } from './records.ts';

export type SetAsideInput = Revision &
  BidOfLot & {
    readonly ground: SetAsideGround;
    /** `must`: the Act obliges the authority; `may`: the authority chooses. */
    readonly duty: SetAsideDuty;
    /** Code of the published condition or threshold that was not met, where that is the ground. */
    readonly code?: string;
    readonly reason: string;
  };

/**
 * Records why a bid can no longer be awarded: withdrawn, excluded or disregarded, whether the Act obliges to it, by
 * whom and why. A condition or threshold counts as ground only with a consequence that was published before bids came.
 */
export async function setAsideBid(
  ports: ServicePorts,
  person: Person,
  reference: string,
  input: SetAsideInput,
): Promise<ProcurementRecord> {
  return changeProcurement(ports, person, reference, input, async (record, stores, now) => {
    requireState(record, ['approved'], 'a bid is set aside');
    const own = await readAwardCase(stores, person, reference);
    const bid = { bid: input.bid, ...(input.lot === undefined ? {} : { lot: input.lot }) };
    requireAssessed(own.issued, bid);
    if (stepsOf(own.steps, 'set-aside').some((step) => isSameBid(step, bid))) {
      throw fieldFault('bid', 'set-aside-already', `${bidOfLotText(bid)} has been set aside already.`);
    }
    const reason = requireReason(input.reason, `why ${bidOfLotText(bid)} is ${input.ground}`);
    if (input.code !== undefined) requirePublishedFailure(own.issued, bid, input.code);
    const grounds = input.code === undefined ? reason : `${input.code} not met. ${reason}`;
    const { ground, duty } = input;
    return {
      record,
      event: {
        action: 'procurement.bid-set-aside',
        data: { bid: bid.bid, lot: input.lot ?? null, ground, duty, code: input.code ?? null, reason },
      },
      keep: () =>
        addStep(stores, person, reference, now, own.steps, {
          kind: 'set-aside',
          ...bid,
          ground,
          duty,
          reason: grounds,
        }),
    };
  });
}

/** A failing whose consequence was not published excludes nobody: bidders could not know of it. */
function requirePublishedFailure({ record }: AssessmentRecord, { bid, lot }: BidOfLot, code: string): void {
  const own = record.assessment.bids.find((one) => one.bid === bid && (one.lot ?? undefined) === lot);
  const condition = own?.conditions.find((one) => one.code === code);
  const threshold = own?.thresholds.find((one) => one.code === code);
  if (condition === undefined && threshold === undefined) {
    throw fieldFault(
      'code',
      'not-published',
      `The published rules have no condition or threshold "${code}", so failing it has no published consequence and cannot exclude ${bid}.`,
    );
  }
  if (threshold !== undefined && !threshold.adopted) {
    throw fieldFault(
      'code',
      'no-consequence',
      `${code} was not adopted in this procurement: bidders were told of no consequence of failing it, so it cannot exclude ${bid}.`,
    );
  }
  if (condition?.outcome === 'fail' || threshold?.met === false) return;
  throw fieldFault(
    'code',
    'not-failed',
    `${bid} has not failed ${code} in the approved assessment, so that is no ground.`,
  );
}
