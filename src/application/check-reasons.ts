import { echoes } from '../domain/echo.ts';
import { encodePointerPart, type Issue } from '../domain/issue.ts';
import type { Assessment, BidAssessment } from '../scoring/assessment.ts';
import { type AgreedReason, bidOfLotText, isSameBid } from './award-records.ts';

/** Shorter than this explains nothing to a bidder, or to a court. */
const LEAST_CHARACTERS = 40;

/**
 * What stands against issuing an assessment: every score or outcome that lacks an agreed reason or a pointer into the
 * bid, or whose reason only repeats the published scale. Empty when it can be issued.
 */
export function reasonFaults(assessment: Assessment, reasons: readonly AgreedReason[]): Issue[] {
  const scales = new Map(assessment.ruleSet.rules.map(({ rule, scale }) => [rule.id, scale.map(({ text }) => text)]));
  return assessment.lots.flatMap(({ bids }) =>
    bids.flatMap((bid) =>
      decidedItems(bid).flatMap(({ code, rule }) => {
        const { reference, lot } = bid.bid;
        const own = { bid: reference, ...(lot === undefined ? {} : { lot }) };
        const agreed = reasons.find((one) => one.rule === rule.id && isSameBid(one, own));
        const pointer = `#/${encodePointerPart(bidOfLotText(own))}/${encodePointerPart(code)}`;
        return faultsOf(agreed, scales.get(rule.id) ?? []).map(({ code: fault, text }) => ({
          pointer,
          code: fault,
          message: `${bidOfLotText(own)}, ${code} ${rule.title}: ${text}`,
        }));
      }),
    ),
  );
}

/** What people decide of a bid: conditions that are asked, and criteria that weigh something. */
function decidedItems({ conditions, criteria }: BidAssessment) {
  return [
    ...conditions.filter(({ outcome }) => outcome !== 'not-required'),
    ...criteria.filter(({ weight, isTrialRule }) => weight.n !== 0n && !isTrialRule),
  ];
}

type Fault = { readonly code: string; readonly text: string };

function faultsOf(agreed: AgreedReason | undefined, scale: readonly string[]): Fault[] {
  if (agreed === undefined) return [{ code: 'no-reason', text: 'no agreed reason is on record.' }];
  const { reason, pointers } = agreed;
  const echoed = scale.find((text) => echoes(reason, text));
  return [
    ...(Array.from(reason.trim()).length < LEAST_CHARACTERS
      ? [{ code: 'reason-too-short', text: `the reason has fewer than ${LEAST_CHARACTERS} characters.` }]
      : []),
    ...(pointers.length === 0
      ? [{ code: 'no-pointer', text: 'the reason points to no place in the bid, nor to a question left unanswered.' }]
      : []),
    ...(echoed === undefined
      ? []
      : [{ code: 'echoes-the-scale', text: `the reason only repeats the published scale ("${echoed}").` }]),
  ];
}
