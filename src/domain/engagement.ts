import type { FinancialYear } from './financial-year.ts';
import type { IsoDate, IsoInstant } from './iso-date.ts';

/** One thing done in working with a supplier. An action is its steps: nothing of it is overwritten. */
export type EngagementStep =
  | {
      readonly kind: 'opened';
      /** What is to be done, in one sentence. */
      readonly what: string;
      /** `GB-COH-01234567` */
      readonly supplier: string;
      readonly supplierName: string;
      readonly contract?: string;
      /** The year in which the contract fell short, where that is why. */
      readonly financialYear?: FinancialYear;
      /** Id of the person who sees to it. */
      readonly owner: string;
      readonly ownerName: string;
      readonly dueOn: IsoDate;
    }
  | { readonly kind: 'noted'; readonly note: string }
  | {
      readonly kind: 'reassigned';
      readonly owner: string;
      readonly ownerName: string;
      readonly dueOn: IsoDate;
      readonly reason: string;
    }
  | { readonly kind: 'done'; readonly reason: string }
  | { readonly kind: 'dropped'; readonly reason: string };

export type TakenStep = EngagementStep & { readonly by: string; readonly byName: string; readonly at: IsoInstant };

/** A step as it is kept: both numbers count from 1. */
export type EngagementEntry = { readonly action: number; readonly sequence: number; readonly step: TakenStep };

/** An action as its steps leave it. */
export type EngagementAction = Omit<Extract<EngagementStep, { kind: 'opened' }>, 'kind'> & {
  readonly number: number;
  /** How many steps it has: one more with every change. */
  readonly revision: number;
  readonly state: 'open' | 'done' | 'dropped';
  /** Oldest first. */
  readonly steps: readonly TakenStep[];
};

/** The actions that the steps on record make, open ones first and the soonest due before all; settled ones last done first. */
export function engagementActions(entries: readonly EngagementEntry[]): EngagementAction[] {
  return [...Map.groupBy(entries, ({ action }) => action)]
    .flatMap(([number, own]) => {
      const steps = own.toSorted((a, b) => a.sequence - b.sequence).map(({ step }) => step);
      const [opened] = steps;
      return opened?.kind === 'opened' ? [toAction(number, opened, steps)] : [];
    })
    .toSorted(byUrgency);
}

function toAction(
  number: number,
  opened: Extract<TakenStep, { kind: 'opened' }>,
  steps: readonly TakenStep[],
): EngagementAction {
  const moved = steps.findLast((step) => step.kind === 'reassigned');
  const settled = steps.findLast((step) => step.kind === 'done' || step.kind === 'dropped');
  const { what, supplier, supplierName, contract, financialYear } = opened;
  const { owner, ownerName, dueOn } = moved ?? opened;
  return {
    what,
    supplier,
    supplierName,
    ...(contract === undefined ? {} : { contract }),
    ...(financialYear === undefined ? {} : { financialYear }),
    owner,
    ownerName,
    dueOn,
    number,
    revision: steps.length,
    state: settled?.kind ?? 'open',
    steps,
  };
}

function byUrgency(a: EngagementAction, b: EngagementAction): number {
  const isOpen = (one: EngagementAction): number => (one.state === 'open' ? 0 : 1);
  if (isOpen(a) !== isOpen(b)) return isOpen(a) - isOpen(b);
  if (isOpen(a) === 0) return a.dueOn === b.dueOn ? a.number - b.number : a.dueOn < b.dueOn ? -1 : 1;
  return (b.steps.at(-1)?.at ?? '').localeCompare(a.steps.at(-1)?.at ?? '', 'en') || b.number - a.number;
}

/** Whether an open action should have been done before a day. */
export function isOverdue({ state, dueOn }: Pick<EngagementAction, 'state' | 'dueOn'>, today: IsoDate): boolean {
  return state === 'open' && dueOn < today;
}
