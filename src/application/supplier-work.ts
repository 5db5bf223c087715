import { SHORTFALLS, type YearPerformance } from '../domain/contract-performance.ts';
import type { Contract } from '../domain/contract.ts';
import type { IsoDate } from '../domain/iso-date.ts';
import type { Person } from '../domain/person.ts';
import { ukDay } from '../domain/uk-day.ts';
import { bidOfLotText, stepsOf } from './award-records.ts';
import { awardedContracts, readContractsOnRecord, winnersWithSuppliers } from './awarded-contracts.ts';
import { type ContractPerformance, readPerformance } from './contract-performance.ts';
import {
  excessOf,
  type EngagementProposal,
  type EngagementView,
  listEngagementActions,
  toProposals,
} from './engagement-queries.ts';
import { type AgeingEvidence, isDue, readAgeingEvidence } from './evidence-ages.ts';
import type { ServicePorts } from './ports.ts';
import type { Stores } from './stores.ts';

const HOTSPOTS = 5;
const PROCUREMENTS_AT_ONCE = 200;

export type ContractYear = { readonly contract: Contract; readonly year: YearPerformance };

/** What there is to do with suppliers, the most urgent first in each list and the lists in this order. */
export type SupplierWork = {
  readonly today: IsoDate;
  readonly actions: readonly EngagementView[];
  readonly proposals: readonly EngagementProposal[];
  /** Signed, and not on the carbon register. */
  readonly unregistered: readonly { readonly procurement: string; readonly title: string; readonly bid: string }[];
  readonly evidence: readonly AgeingEvidence[];
  /** Years that are over and have months without a return, the latest year first. */
  readonly withoutReturn: readonly ContractYear[];
  /** The contracts that emitted most in their latest reported year, and those furthest above a commitment. */
  readonly largest: readonly ContractYear[];
  readonly furthestAbove: readonly ContractYear[];
};

/** Everything that is to be done with the suppliers of running contracts. */
export async function listSupplierWork(ports: ServicePorts, person: Person): Promise<SupplierWork> {
  const today = ukDay(ports.clock());
  const all = await listEngagementActions(ports, person);
  const performance = await readPerformance(ports, person);
  const { contractPerformance: facts } = ports.catalogue;
  const contracts = performance.map(({ contract }) => contract);
  const found = await ports.database.read(async (stores) => ({
    unregistered: await readUnregistered(stores, person.organisation),
    evidence: await readAgeingEvidence(stores, person.organisation, contracts, facts, today),
  }));
  const years = contractYears(performance);
  return {
    today,
    actions: all.filter(({ state }) => state === 'open'),
    proposals: toProposals(performance, all),
    unregistered: found.unregistered,
    evidence: found.evidence.filter((one) => isDue(one, today, facts.noticeMonths)),
    withoutReturn: years
      .filter(({ contract, year }) => contract.status !== 'planned' && year.isOver && year.monthsReported < year.months)
      .toSorted((a, b) => (a.year.financialYear < b.year.financialYear ? 1 : -1)),
    largest: latestReported(performance).slice(0, HOTSPOTS),
    furthestAbove: years
      .filter(({ year }) => SHORTFALLS.includes(year.rating))
      .toSorted((a, b) => Number(excessOf(b.year) - excessOf(a.year)))
      .slice(0, HOTSPOTS),
  };
}

function contractYears(performance: readonly ContractPerformance[]): ContractYear[] {
  return performance.flatMap(({ contract, years }) => years.map((year) => ({ contract, year })));
}

function latestReported(performance: readonly ContractPerformance[]): ContractYear[] {
  return performance
    .flatMap(({ contract, years }) => {
      const year = years.findLast(({ actual }) => actual !== undefined);
      return year === undefined ? [] : [{ contract, year }];
    })
    .toSorted((a, b) => Number((b.year.actual ?? 0n) - (a.year.actual ?? 0n)));
}

async function readUnregistered(stores: Stores, organisation: string): Promise<SupplierWork['unregistered']> {
  const { procurements, awards, bids } = stores;
  const onRecord = await readContractsOnRecord(stores, organisation);
  const found: { procurement: string; title: string; bid: string }[] = [];
  let after: string | undefined;
  do {
    const page = { limit: PROCUREMENTS_AT_ONCE, ...(after === undefined ? {} : { after }) };
    const { items, next } = await procurements.list(organisation, page);
    for (const { reference, state, facts } of items) {
      if (state !== 'contracted') continue;
      const winners = stepsOf(await awards.list(organisation, reference), 'award').flatMap((step) => step.winners);
      const known = (await bids.latest(organisation, reference)).map(({ bid }) => bid);
      const all = awardedContracts(reference, winnersWithSuppliers(winners, known), onRecord);
      const left = all.filter(({ contract }) => contract === undefined);
      found.push(...left.map((bid) => ({ procurement: reference, title: facts.title, bid: bidOfLotText(bid) })));
    }
    after = next;
  } while (after !== undefined);
  return found;
}
