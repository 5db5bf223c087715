import type { FileSource } from './file-source.ts';
import type { EmissionFactor } from '../domain/reference-data.ts';
import type { KnownToOrganisation, Ports } from './ports.ts';
import type { ImportKind } from './records.ts';
import type { PricesReading } from './price-upload.ts';
import { type ContractsReading, RETURN_KINDS, type ReturnReading } from './register-upload.ts';
import type { TenderReading } from './tender.ts';

/** What an organisation has that its files may name: only the shipped reference data without it. */
export type Known = {
  /** The factors that bids may name. */
  readonly bidFactors?: () => Promise<readonly EmissionFactor[]>;
  /** The factors it has approved; a spend export rests on its multipliers and suppliers too. */
  readonly ofOrganisation?: () => Promise<KnownToOrganisation>;
};

export type UploadReading = TenderReading | PricesReading | ContractsReading | ReturnReading;

/**
 * Reads a file as what it is: a tender or bids for one, their prices, contracts, or a carbon return in any of its
 * forms. Every fault is in the reading; throws AppError for a file that cannot be opened as any of them.
 */
export async function readUploadAsItIs(
  { spreadsheets }: Pick<Ports, 'spreadsheets'>,
  source: FileSource,
  acceptMapping?: string,
  onRows?: (rows: number) => void,
  known: Known = {},
): Promise<UploadReading> {
  const kind = await spreadsheets.recognise(source);
  switch (kind) {
    case 'contracts':
      return spreadsheets.readContracts(source, acceptMapping, onRows);
    case 'prices':
      return spreadsheets.readPrices(source, acceptMapping, onRows);
    case 'tender':
      return spreadsheets.readTender(source, acceptMapping, onRows, await known.bidFactors?.());
    default:
      return spreadsheets.readReturn(source, acceptMapping, onRows, await known.ofOrganisation?.(), kind);
  }
}

export function isReturn(reading: UploadReading): reading is ReturnReading {
  return RETURN_KINDS.some((kind) => kind === reading.kind);
}

/** What the file turned out to be. */
export function kindOf(reading: UploadReading): ImportKind {
  switch (reading.kind) {
    case 'bids':
      return reading.answersOnly === true ? 'matrix' : 'bid';
    default:
      return reading.kind;
  }
}
