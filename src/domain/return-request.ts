import type { FinancialYear } from './financial-year.ts';
import type { IsoDate, IsoInstant } from './iso-date.ts';

export const REQUEST_KINDS = ['asked', 'chased'] as const;
/** `asked`: the return was asked for, once. `chased`: it was asked for again, as often as it took. */
export type RequestKind = (typeof REQUEST_KINDS)[number];

/** One time that a supplier was asked for the return of a contract and financial year. It sends nothing by itself. */
export type ReturnRequest = {
  readonly contract: string;
  readonly financialYear: FinancialYear;
  /** From 1, in the order in which they were recorded. */
  readonly sequence: number;
  readonly kind: RequestKind;
  /** The day on which it was done, which may be before it was recorded. */
  readonly on: IsoDate;
  /** By when the return is to come. */
  readonly replyBy?: IsoDate;
  readonly note?: string;
  readonly by: string;
  readonly byName: string;
  readonly at: IsoInstant;
};

export const OWED_STATES = ['not-asked', 'asked', 'chased', 'part-received', 'received'] as const;
export type OwedState = (typeof OWED_STATES)[number];

/** Where a return stands: what was received counts first, then what was done to have it. */
export function owedState(
  requests: readonly ReturnRequest[],
  months: { readonly owed: number; readonly received: number },
): OwedState {
  if (months.received >= months.owed) return 'received';
  if (months.received > 0) return 'part-received';
  if (requests.length === 0) return 'not-asked';
  return requests.some(({ kind }) => kind === 'chased') ? 'chased' : 'asked';
}

/** Whether the last day that was named has passed without the whole return. */
export function isOverdue(requests: readonly ReturnRequest[], state: OwedState, today: IsoDate): boolean {
  const replyBy = requests.findLast((one) => one.replyBy !== undefined)?.replyBy;
  return state !== 'received' && replyBy !== undefined && today > replyBy;
}
