import type { Person } from '../domain/person.ts';
import { addStep, readAwardCase, requireAssessed } from './award-case.ts';
import { bidOfLotText, isSameBid, type Redaction } from './award-records.ts';
import { changeProcurement, requireReason, requireState, type Revision } from './change-procurement.ts';
import { fieldFault } from './field-fault.ts';
import type { ServicePorts } from './ports.ts';
import type { AssessmentRecord, ProcurementRecord } from './records.ts';

export type RedactionInput = Revision & Redaction;

/**
 * Withholds the explanation of one criterion of a bid, or some words of it, from what other bidders are told
 * (Procurement Act 2023, section 94). The next edition leaves it out; the record of the evaluation keeps it.
 */
export async function redactExplanation(
  ports: ServicePorts,
  person: Person,
  reference: string,
  input: RedactionInput,
): Promise<ProcurementRecord> {
  return changeProcurement(ports, person, reference, input, async (record, stores, now) => {
    requireState(record, ['approved'], 'words are withheld from other bidders');
    const { issued, steps } = await readAwardCase(stores, person, reference);
    const bid = { bid: input.bid, ...(input.lot === undefined ? {} : { lot: input.lot }) };
    requireAssessed(issued, bid);
    const words = input.words?.trim() === '' ? undefined : input.words?.trim();
    requireTold(issued, { ...bid, rule: input.rule, ...(words === undefined ? {} : { words }) });
    const reason = requireReason(input.reason, `why this of ${bidOfLotText(bid)} is withheld from other bidders`);
    return {
      record,
      event: {
        action: 'procurement.explanation-redacted',
        data: { bid: bid.bid, lot: input.lot ?? null, rule: input.rule, words: words ?? null, reason },
      },
      keep: () =>
        addStep(stores, person, reference, now, steps, {
          kind: 'redaction',
          ...bid,
          rule: input.rule,
          ...(words === undefined ? {} : { words }),
          reason,
        }),
    };
  });
}

/** Only what a summary would tell can be withheld from it. */
function requireTold({ agreed = [] }: AssessmentRecord, { rule, words, ...bid }: Omit<Redaction, 'reason'>): void {
  const own = agreed.find((one) => one.rule === rule && isSameBid(one, bid));
  if (own === undefined) {
    throw fieldFault('rule', 'no-explanation', `No explanation of ${bidOfLotText(bid)} under "${rule}" is on record.`);
  }
  if (words === undefined || JSON.stringify([own.reason, own.pointers]).includes(JSON.stringify(words).slice(1, -1)))
    return;
  throw fieldFault('words', 'not-there', 'Enter words exactly as they stand in the explanation or its pointers.');
}
