import type { YearPerformance } from '../domain/contract-performance.ts';
import type { IsoDate } from '../domain/iso-date.ts';
import type { Person } from '../domain/person.ts';
import { dateText, grouped } from '../domain/plain-english.ts';
import { type Grams, kilogramsText } from '../domain/quantity.ts';
import { notRatedText, RATING_WORDS } from './performance-words.ts';
import type { MadeFile, ServicePorts } from './ports.ts';
import { getSupplierProfile } from './supplier-profile.ts';

/** What a supplier is told of its own contracts: the same words on the page and in the PDF. */
export type SupplierLetter = {
  readonly title: string;
  readonly to: string;
  readonly from: string;
  readonly date: IsoDate;
  readonly opening: string;
  readonly contracts: readonly {
    readonly name: string;
    /** Kilograms with their thousands separated, or "None". */
    readonly years: readonly {
      readonly financialYear: string;
      readonly committed: string;
      readonly reported: string;
      readonly rating: string;
    }[];
  }[];
  /** What is still open with them, each with its day. */
  readonly asks: readonly string[];
  /** Evidence that ends or gives no date. */
  readonly evidence: readonly string[];
  readonly closing: string;
};

const OPENING =
  'This is what we have on record of the carbon of your contracts with us: what was promised, what you reported, and how it compares. Please tell us where it is wrong. Amounts are gross kilograms CO₂e of each financial year, 1 April to 31 March, location-based, for the whole contract whoever shares it and over the whole life: electricity that your devices use in our buildings counts in what was promised and in what you report.';
const NO_CONTRACT = 'You have no contract on our register.';
const CLOSING = 'Carbon figures of contracts are environmental information: we may have to publish them on request.';

/** The letter of today to a supplier: nothing of anybody else, and none of our own notes. Throws AppError `not-found`. */
export async function supplierLetter(ports: ServicePorts, person: Person, path: string): Promise<SupplierLetter> {
  const { name, today, contracts, actions, evidence } = await getSupplierProfile(ports, person, path);
  return {
    title: `Carbon of your contracts with ${person.organisation}`,
    to: name,
    from: person.organisation,
    date: today,
    opening: contracts.length === 0 ? NO_CONTRACT : OPENING,
    contracts: contracts.map(({ contract: { reference, title }, years }) => ({
      name: `${reference} ${title}`,
      years: years.map(yearOf),
    })),
    asks: actions.filter(({ state }) => state === 'open').map(({ what, dueOn }) => `${what}, by ${dateText(dueOn)}`),
    evidence: evidence
      .filter((one) => one.isDue)
      .map(({ kind, contract, until }) => `${kind}, contract ${contract}: ${untilText(until)}`),
    closing: CLOSING,
  };
}

/** The letter as a tagged PDF. */
export async function supplierLetterPdf(ports: ServicePorts, person: Person, path: string): Promise<MadeFile> {
  const letter = await supplierLetter(ports, person, path);
  return { name: `letter-${letter.date}.pdf`, bytes: await ports.writeSupplierLetter(letter) };
}

function yearOf(year: YearPerformance) {
  const why = year.notRated === undefined ? '' : `. ${notRatedText(year.notRated, year)}`;
  return {
    financialYear: year.financialYear,
    committed: kilograms(year.committed),
    reported: `${kilograms(year.actual)}${year.provisional ? ' (provisional)' : ''}`,
    rating: `${RATING_WORDS[year.rating]}${why}`,
  };
}

function kilograms(grams: Grams | undefined): string {
  return grams === undefined ? 'None' : grouped(kilogramsText(grams));
}

function untilText(until: IsoDate | undefined): string {
  return until === undefined ? 'what we have gives no date' : `what we have counts until ${dateText(until)}`;
}
