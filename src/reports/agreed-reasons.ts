import { type AgreedReason, bidOfLotText, isSameBid } from '../application/award-records.ts';
import type { Pointer } from '../application/evaluation-records.ts';
import type { Assessment, BidAssessment, StatedFinding } from '../scoring/assessment.ts';

/**
 * The assessment with each agreed reason as the first finding of its criterion or condition, so that every document
 * says first what people agreed and then what the rule read; a bidder is told the agreed reason `alone`.
 */
export function withAgreedReasons(
  assessment: Assessment,
  reasons: readonly AgreedReason[],
  alone: 'alone' | 'beside the rule' = 'beside the rule',
): Assessment {
  if (reasons.length === 0) return assessment;
  const withReasons = (bid: BidAssessment): BidAssessment => ({
    ...bid,
    criteria: bid.criteria.map((one) => withReason(bid, one, reasons, alone === 'alone')),
    conditions: bid.conditions.map((one) => withReason(bid, one, reasons, alone === 'alone')),
  });
  return { ...assessment, lots: assessment.lots.map((lot) => ({ ...lot, bids: lot.bids.map(withReasons) })) };
}

type Item = { readonly rule: { readonly id: string }; readonly findings: readonly StatedFinding[] };

function withReason<One extends Item>(
  bid: BidAssessment,
  item: One,
  reasons: readonly AgreedReason[],
  isAlone: boolean,
): One {
  const agreed = findAgreedReason(reasons, bid, item.rule.id);
  return agreed === undefined ? item : { ...item, findings: [toFinding(agreed), ...(isAlone ? [] : item.findings)] };
}

export function findAgreedReason(
  reasons: readonly AgreedReason[],
  { bid: { reference, lot } }: Pick<BidAssessment, 'bid'>,
  rule: string,
): AgreedReason | undefined {
  const own = { bid: reference, ...(lot === undefined ? {} : { lot }) };
  return reasons.find((one) => one.rule === rule && isSameBid(one, own));
}

/** Every change of what was agreed, with its reason and who else approved of it; one sentence each. */
export function changesOfAgreement(
  reasons: readonly AgreedReason[],
): { readonly item: string; readonly text: string }[] {
  return reasons.flatMap((one) => {
    if (one.changeReason === undefined) return [];
    const second = one.secondApprover === undefined ? '' : ` Second approver: ${one.secondApprover}.`;
    return [{ item: `${bidOfLotText(one)}, ${one.rule}`, text: `${asSentence(one.changeReason)}${second}` }];
  });
}

/** With the full stop that a sentence ends with, once. */
export function asSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function toFinding({ reason, pointers }: AgreedReason): StatedFinding {
  return {
    messageId: 'agreed-by-evaluators',
    message: `Agreed by the evaluators: ${reason}`,
    data: {},
    facts: [],
    evidence: { document: pointersLine(pointers) },
  };
}

/** "Plan.pdf, page 4; Answers!D12; nothing submitted to net-zero-year" */
export function pointersLine(pointers: readonly Pointer[]): string {
  return pointers.map(pointerText).join('; ');
}

function pointerText(pointer: Pointer): string {
  switch (pointer.kind) {
    case 'document':
      return `${pointer.document}, page ${pointer.page}`;
    case 'cell':
      return `${pointer.sheet}!${pointer.cell}`;
    case 'nothing-submitted':
      return `nothing submitted to ${pointer.question}`;
  }
}
