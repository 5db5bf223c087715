import type { Request, Response, Router } from 'express';
import type { Person } from '../../domain/person.ts';
import type { LotFacts, Procurement } from '../../domain/procurement.ts';
import { procurementPath } from '../paths.ts';
import {
  byField,
  field,
  type FormError,
  forPerson,
  goTo,
  type PageServices,
  param,
  revisionOf,
  showPage,
  toFormErrors,
} from './page.ts';
import { PROCUREMENTS } from './procurement-pages.ts';

type Choice = { readonly value: string; readonly text: string };
type Change = {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  /** Chosen from, where it is no text. */
  readonly choices?: readonly Choice[];
};

/** The facts that the page can change; the rest, as lots and adoptions, is changed through the JSON interface. */
const CHANGES: readonly Change[] = [
  { name: 'title', label: 'Title' },
  { name: 'bidDeadline', label: 'Bid deadline', hint: 'For example, 2026-12-18. Bids count until the end of that day' },
  { name: 'noticeReference', label: 'Notice reference' },
  { name: 'contractStart', label: 'Contract start', hint: 'For example, 2027-04-01' },
  { name: 'contractEnd', label: 'Contract end', hint: 'For example, 2031-03-31' },
  { name: 'functionalUnits', label: 'Number of functional units' },
  { name: 'estimatedValue', label: 'Estimated value', hint: 'Pounds including VAT, over the whole term' },
  { name: 'environmentShare', label: 'Environment share', hint: 'Percent; the three shares total 100' },
  { name: 'qualityShare', label: 'Quality share', hint: 'Percent' },
  { name: 'priceShare', label: 'Price share', hint: 'Percent' },
  {
    name: 'priceBenchmarkLow',
    label: 'Price benchmark, low',
    hint: 'Pounds; at or below it price earns all its points',
  },
  { name: 'priceBenchmarkHigh', label: 'Price benchmark, high', hint: 'Pounds; at or above it price earns none' },
  { name: 'carbonBenchmarkLow', label: 'Carbon benchmark, low', hint: 'kgCO₂e for each functional unit' },
  { name: 'carbonBenchmarkHigh', label: 'Carbon benchmark, high', hint: 'kgCO₂e for each functional unit' },
  {
    name: 'prices',
    label: 'Prices',
    hint: 'Fixed once the rules are published',
    choices: [
      { value: '', text: 'With the bids' },
      { value: 'separate', text: 'Separately, after the consensus' },
    ],
  },
  { name: 'referenceFootprintTonnes', label: 'Reference footprint', hint: 'tCO₂e over the contract' },
];
const SHARE_FIELDS: Readonly<Record<string, 'environment' | 'quality' | 'price'>> = {
  environmentShare: 'environment',
  qualityShare: 'quality',
  priceShare: 'price',
};
const FIELDS = [...CHANGES.map(({ name }) => name), 'shares', 'reason'];

/** A new version of the published facts, with its reason. */
export function revisePages(router: Router, services: PageServices): void {
  const { useCases } = services;
  router.get(
    '/procurements/:reference/facts',
    forPerson((person, request, response) => showFacts(services, person, request, response)),
  );
  router.post(
    '/procurements/:reference/facts',
    forPerson(async (person, request, response) => {
      const reference = param(request, 'reference');
      const revision = revisionOf(request);
      const { facts: earlier } = await useCases.getProcurement(person, reference);
      try {
        const change = { ...revision, facts: changedFacts(earlier, request), reason: field(request, 'reason') };
        const { factsVersion } = await useCases.reviseFacts(person, reference, change);
        goTo(
          request,
          response,
          procurementPath(reference),
          `Version ${factsVersion} of the published facts is in force.`,
        );
      } catch (error) {
        const errors = toFormErrors(error, FIELDS);
        if (errors === undefined) throw error;
        await showFacts(services, person, request, response, errors.map(atShares));
      }
    }),
  );
}

/** A fault of the shares together stands at the first of them. */
function atShares(error: FormError): FormError {
  return error.field === 'shares' ? { ...error, field: 'environmentShare', href: '#environmentShare' } : error;
}

/** The facts with the fields of the form in them; a field left blank takes the fact away. */
function changedFacts(earlier: Procurement, request: Request): Procurement {
  const changed = Object.fromEntries(
    CHANGES.filter(({ name }) => !(name in SHARE_FIELDS)).map(({ name }) => [name, field(request, name) || undefined]),
  );
  const shares = Object.fromEntries(Object.entries(SHARE_FIELDS).map(([name, part]) => [part, field(request, name)]));
  const hasShares = Object.values(shares).some((share) => share !== '');
  const facts = { ...earlier, ...changed, shares: hasShares ? shares : undefined };
  const given = Object.entries(facts).filter(([, value]) => value !== undefined);
  // What the form holds is checked by the use case, which refuses it by field.
  return Object.fromEntries(given) as Procurement;
}

async function showFacts(
  services: PageServices,
  person: Person,
  request: Request,
  response: Response,
  errors: readonly FormError[] = [],
): Promise<void> {
  const view = await services.useCases.getProcurement(person, param(request, 'reference'));
  const path = procurementPath(view.reference);
  const title = 'Change the published facts';
  const isSent = request.method === 'POST';
  const content = {
    title,
    section: 'procurements' as const,
    breadcrumbs: [PROCUREMENTS, { text: view.reference, href: path }, { text: title }],
    view,
    path,
    errors,
    fieldErrors: byField(errors),
    fields: CHANGES.map((one) => ({
      ...one,
      value: isSent ? field(request, one.name) : factText(view.facts, one.name),
    })),
    reason: field(request, 'reason'),
  };
  showPage(services, request, response, 'facts', content, errors.length === 0 ? 200 : 422);
}

function factText(facts: Procurement, name: string): string {
  const share = SHARE_FIELDS[name];
  if (share !== undefined) return facts.shares?.[share] ?? '';
  const value = facts[name as keyof LotFacts];
  return typeof value === 'string' ? value : '';
}
