import { z } from 'zod';
import type { EngagementProposal, EngagementView } from '../../../application/engagement-queries.ts';
import type { AgeingEvidence } from '../../../application/evidence-ages.ts';
import type { SupplierProfile } from '../../../application/supplier-profile.ts';
import type { ContractYear, SupplierWork } from '../../../application/supplier-work.ts';
import type { TakenStep } from '../../../domain/engagement.ts';
import { financialYear, performanceSchema, toPerformanceJson, toYearJson, yearSchema } from './performance.ts';
import { date, instant, reason } from './shared.ts';

const text = z.string().max(300);

const ownership = { owner: text.min(1), owner_name: text.min(1), due_on: date };

export const engagementSchema = z
  .strictObject({
    number: z.int(),
    what: z.string(),
    supplier: z.strictObject({ id: z.string(), name: z.string() }),
    contract: z.string().nullable(),
    financial_year: z.string().nullable(),
    ...ownership,
    state: z.enum(['open', 'done', 'dropped']),
    overdue: z.boolean(),
    steps: z.array(
      z.strictObject({
        kind: z.enum(['opened', 'noted', 'reassigned', 'done', 'dropped']),
        text: z.string(),
        by: z.string(),
        at: instant,
      }),
    ),
  })
  .meta({ id: 'EngagementAction' });

export function toEngagementJson(action: EngagementView): z.output<typeof engagementSchema> {
  return {
    number: action.number,
    what: action.what,
    supplier: { id: action.supplier, name: action.supplierName },
    contract: action.contract ?? null,
    financial_year: action.financialYear ?? null,
    owner: action.owner,
    owner_name: action.ownerName,
    due_on: action.dueOn,
    state: action.state,
    overdue: action.overdue,
    steps: action.steps.map((step) => ({ kind: step.kind, text: stepText(step), by: step.byName, at: step.at })),
  };
}

function stepText(step: TakenStep): string {
  switch (step.kind) {
    case 'opened':
      return step.what;
    case 'noted':
      return step.note;
    case 'reassigned':
      return `To ${step.ownerName} by ${step.dueOn}: ${step.reason}`;
    case 'done':
    case 'dropped':
      return step.reason;
  }
}

export const engagementBody = z.strictObject({
  what: z.string().trim().min(1).max(2000),
  contract: text.optional(),
  supplier: text.optional(),
  financial_year: financialYear.optional(),
  ...ownership,
});

export const stepBody = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('noted'), note: z.string().trim().min(1).max(2000) }),
  z.strictObject({ kind: z.literal('reassigned'), ...ownership, reason }),
  z.strictObject({ kind: z.literal('done'), reason }),
  z.strictObject({ kind: z.literal('dropped'), reason }),
]);

export const proposalSchema = z.strictObject({
  contract: z.string(),
  title: z.string(),
  supplier: z.strictObject({ id: z.string(), name: z.string() }),
  year: yearSchema,
});

const evidenceSchema = z.strictObject({
  kind: z.string(),
  documents: z.array(z.string()),
  until: date.nullable().meta({ description: 'The last day on which it counts; null where the bid gives no date' }),
  because: z.string(),
  contract: z.string(),
  procurement: z.string(),
  bid: z.string(),
  supplier: z.strictObject({ id: z.string(), name: z.string() }),
});

function toEvidenceJson(one: AgeingEvidence): z.output<typeof evidenceSchema> {
  const { kind, documents, until = null, because, contract, procurement, bid, supplier, supplierName } = one;
  const about = { contract, procurement, bid, supplier: { id: supplier, name: supplierName } };
  return { kind, documents: [...documents], until, because, ...about };
}

const contractYears = z.array(z.strictObject({ contract: z.string(), year: yearSchema }));

export const supplierWorkSchema = z
  .strictObject({
    today: date,
    actions: z.array(engagementSchema),
    proposed: z.array(proposalSchema),
    not_registered: z.array(z.strictObject({ procurement: z.string(), title: z.string(), bid: z.string() })),
    evidence: z.array(evidenceSchema),
    without_return: contractYears,
    largest: contractYears,
    furthest_above: contractYears,
  })
  .meta({ id: 'SupplierWork' });

export function toSupplierWorkJson(work: SupplierWork): z.output<typeof supplierWorkSchema> {
  const toYears = (years: readonly ContractYear[]) =>
    years.map(({ contract, year }) => ({ contract: contract.reference, year: toYearJson(year) }));
  return {
    today: work.today,
    actions: work.actions.map(toEngagementJson),
    proposed: work.proposals.map(toProposalJson),
    not_registered: work.unregistered.map((one) => ({ ...one })),
    evidence: work.evidence.map(toEvidenceJson),
    without_return: toYears(work.withoutReturn),
    largest: toYears(work.largest),
    furthest_above: toYears(work.furthestAbove),
  };
}

export const profileSchema = z
  .strictObject({
    supplier: z.strictObject({ id: z.string(), name: z.string() }),
    contracts: z.array(performanceSchema),
    actions: z.array(engagementSchema),
    evidence: z.array(evidenceSchema),
  })
  .meta({ id: 'SupplierPerformance' });

export function toProfileJson(profile: SupplierProfile): z.output<typeof profileSchema> {
  return {
    supplier: { id: profile.supplier, name: profile.name },
    contracts: profile.contracts.map(toPerformanceJson),
    actions: profile.actions.map(toEngagementJson),
    evidence: profile.evidence.map(toEvidenceJson),
  };
}

export function toProposalJson(proposal: EngagementProposal): z.output<typeof proposalSchema> {
  const { contract, title, supplier, supplierName, year } = proposal;
  return { contract, title, supplier: { id: supplier, name: supplierName }, year: toYearJson(year) };
}
