import type { Request, Response, Router } from 'express';
import type { HeldContract } from '../../application/held-picture.ts';
import { supplierIdentity, supplierPath } from '../../application/suppliers.ts';
import type { Person } from '../../domain/person.ts';
import type { TotalsQuery } from '../../domain/totals-query.ts';
import { decimalText, toFraction } from '../../domain/quantity.ts';
import { procurementPath } from '../paths.ts';
import { amountsView, coverageView, rowsView } from './carbon-view.ts';
import { ICT_WORDS, STATUS_WORDS } from './carbon-words.ts';
import { actionView } from './engagement-pages.ts';
import { forPerson, type PageServices, pageRequest, param, showPage } from './page.ts';
import { contractPath, supplierPagePath, yearView } from './performance-view.ts';
import { poundsText } from './words.ts';

const CONTRACTS = { text: 'Contracts', href: '/contracts' };

/** Contracts with their terms, shares and commitments, and what they emit. */
export function contractPages(router: Router, services: PageServices): void {
  const { useCases } = services;
  router.get(
    '/contracts',
    forPerson(async (person, request, response) => {
      const { items, next } = await useCases.listContracts(person, pageRequest(request, 100));
      showPage(services, request, response, 'contracts', {
        title: CONTRACTS.text,
        section: 'contracts',
        contracts: items.map(contractView),
        next,
      });
    }),
  );
  router.get(
    '/contracts/:reference',
    forPerson(async (person, request, response) => {
      const contract = await useCases.lookUpContract(person, param(request, 'reference'));
      const show = contract.keptBy === undefined ? showContract : showShare;
      await show(services, person, request, response, contract);
    }),
  );
}

async function showContract(
  services: PageServices,
  person: Person,
  request: Request,
  response: Response,
  contract: HeldContract,
): Promise<void> {
  const { useCases } = services;
  const { reference, shares, commitments, procurementReference } = contract;
  const totals = await useCases.carbonTotals(person, byYear(reference));
  const { years: rated } = await useCases.getPerformance(person, reference);
  showPage(services, request, response, 'contract', {
    title: contract.title,
    section: 'contracts',
    breadcrumbs: [CONTRACTS, { text: reference }],
    contract: contractView(contract),
    shares: Object.entries(shares ?? {}),
    ...commitmentsView(commitments),
    rated: rated.map((year) => yearView(reference, year)),
    versions: await useCases.getContractHistory(person, reference),
    actions: (await useCases.listEngagementActions(person, { contract: reference })).map(actionView),
    path: contractPath(reference),
    procurement:
      procurementReference === undefined
        ? undefined
        : { text: procurementReference, href: procurementPath(procurementReference) },
    years: rowsView(totals),
    total: amountsView(totals.total),
    coverage: coverageView(totals),
    figures: `/carbon/figures?contract=${encodeURIComponent(reference)}`,
  });
}

function byYear(contract: string): TotalsQuery {
  return { by: ['financial_year'], view: 'whole-life', only: { contract } };
}

/** What the organisation bears of a contract that another keeps: its terms, and its own share by year. */
async function showShare(
  services: PageServices,
  person: Person,
  request: Request,
  response: Response,
  contract: HeldContract,
): Promise<void> {
  const { reference, keptBy, shares = {}, commitments } = contract;
  const totals = await services.useCases.carbonTotals(person, byYear(reference));
  const parts = new URLSearchParams({ by: 'month,basis', contract: reference });
  showPage(services, request, response, 'shared-contract', {
    title: contract.title,
    section: 'contracts',
    breadcrumbs: [CONTRACTS, { text: reference }],
    contract: contractView(contract),
    keeper: keptBy,
    share: shares[person.organisation] ?? '0',
    shares: Object.entries(shares),
    ...commitmentsView(commitments),
    years: rowsView(totals),
    total: amountsView(totals.total),
    coverage: coverageView(totals),
    months: `/carbon/totals?${parts.toString()}`,
  });
}

/** What is promised for each year in either view, and the years of which nobody has said what tells them apart. */
function commitmentsView(commitments: HeldContract['commitments']) {
  return {
    commitments: commitments.map(({ year, tonnes, outsideInventoryTonnes = '0' }) => ({
      year,
      wholeLife: tonnes,
      inventory: decimalText(toFraction(tonnes).sub(toFraction(outsideInventoryTonnes))),
    })),
    viewsDiffer: commitments.some(({ outsideInventoryTonnes = '0' }) => toFraction(outsideInventoryTonnes).gt(0)),
    yearsNotTold: commitments.flatMap(({ year, outsideInventoryTonnes }) =>
      outsideInventoryTonnes === undefined ? [year] : [],
    ),
  };
}

function contractView(contract: HeldContract) {
  const { reference, title, supplier, ictCategory, department, start, end, annualValue, status } = contract;
  return {
    reference,
    title,
    href: `${CONTRACTS.href}/${encodeURIComponent(reference)}`,
    supplier: supplier.name,
    supplierId: supplierPath(supplierIdentity(supplier)),
    supplierHref: supplierPagePath(supplierPath(supplierIdentity(supplier))),
    category: ICT_WORDS[ictCategory] ?? ictCategory,
    department: department ?? 'Not stated',
    start,
    end,
    value: annualValue === undefined ? 'Not stated' : poundsText(annualValue),
    status: STATUS_WORDS[status] ?? status,
    keptBy: contract.keptBy,
    alsoKeptBy: contract.alsoKeptBy ?? [],
  };
}
