import type { Commitment, Contract } from '../domain/contract.ts';
import { contractYears } from '../domain/contract-years.ts';
import { deriveFigures } from '../domain/derived-figures.ts';
import { createFigureNames, fillColumns } from '../domain/figure-columns.ts';
import { buildCube } from '../domain/figure-cube.ts';
import type { FinancialYear } from '../domain/financial-year.ts';
import type { Month } from '../domain/period-split.ts';
import { type DecimalText, decimalText, type Grams, toFraction } from '../domain/quantity.ts';
import type { LotFacts, Procurement } from '../domain/procurement.ts';
import type { ContractYear, ContractYears } from '../domain/trajectory-line.ts';
import type { BidAssessment } from '../scoring/assessment.ts';
import type { BidEmissions, BidYear, Term } from '../scoring/bid-emissions.ts';
import { monthFigures } from './month-figures.ts';

const GRAMS_IN_TONNE = 1_000_000;

/** The published term, and whether it was published whole; else what is known of it, from the bid deadline on. */
export function termOf(
  { contractStart, contractEnd }: Pick<LotFacts, 'contractStart' | 'contractEnd'>,
  { bidDeadline }: Pick<Procurement, 'bidDeadline'>,
): Term & { readonly isPublished: boolean } {
  const start = contractStart ?? bidDeadline;
  const isPublished = contractStart !== undefined && contractEnd !== undefined;
  return { start, end: contractEnd ?? start, isPublished };
}

/** What a bid promises by its gross carbon lines, exact to the gram. */
export function commitmentsOf({ years }: BidEmissions): Commitment[] {
  return years.map(({ year, wholeLife, outsideInventory }) => ({
    year,
    tonnes: tonnesOf(wholeLife),
    outsideInventoryTonnes: tonnesOf(outsideInventory),
  }));
}

function tonnesOf(grams: Grams): DecimalText {
  return decimalText(toFraction(grams).div(GRAMS_IN_TONNE), 6);
}

/** Whose line a bid would enter, and as of when. */
export type LineEntered = {
  readonly organisation: string;
  readonly until: Month;
  readonly targetYear: FinancialYear;
};

/**
 * The years of the contract that a bid would become, in the inventory view: worked out from its commitments as those of
 * a contract on the register are, so that the line moves by just this once the contract stands there. Where no term
 * was published, just what is declared, by year.
 */
export function yearsOfBid(
  { bid: { reference, supplier } }: Pick<BidAssessment, 'bid'>,
  emissions: BidEmissions,
  { start, end, isPublished }: ReturnType<typeof termOf>,
  { organisation, until, targetYear }: LineEntered,
): ContractYears {
  const about = { reference, title: supplier.name, supplier: supplier.name, category: '', shared: false } as const;
  if (!isPublished) return { ...about, years: emissions.years.map(declaredYear) };
  const contract: Contract = {
    reference,
    title: supplier.name,
    supplier,
    // Not known before the award; what has commitments is not estimated by its category.
    ictCategory: 'services',
    start,
    end,
    status: 'live',
    commitments: commitmentsOf(emissions),
  };
  const cube = buildCube(
    fillColumns(createFigureNames()).columns,
    (filling) => void deriveFigures([contract], filling, organisation, until),
    () => ({ supplier: '', ictCategory: '', department: '' }),
  );
  const figures = monthFigures(cube);
  const { contracts } = contractYears({
    contracts: [contract],
    figures,
    organisation,
    bearer: organisation,
    until,
    targetYear,
  });
  return { ...about, years: contracts.flatMap(({ years }) => years) };
}

function declaredYear({ year, wholeLife, outsideInventory }: BidYear): ContractYear {
  return { year, actual: 0n, estimated: 0n, forecast: wholeLife - outsideInventory, basis: 'pipeline' };
}
