import type { Issue } from '../domain/issue.ts';
import type { DecimalText } from '../domain/quantity.ts';
import type { MappingProposal, PlaceInFile } from './tender.ts';

/** The price of one bid, in pounds excluding VAT over the whole term; `bid` and `lot` as the file names them. */
export type PriceLine = { readonly bid: string; readonly lot?: string; readonly price: DecimalText };

/** A price workbook that has been read and checked line by line. Nothing is stored unless `issues` is empty. */
export type PricesReading = {
  readonly kind: 'prices';
  /** The procurement that its About names. */
  readonly procurementReference?: string;
  /** In the order of the file; none when there are issues. */
  readonly prices: readonly PriceLine[];
  readonly issues: readonly Issue[];
  readonly notices: readonly string[];
  readonly proposedMapping?: MappingProposal;
  /** Where the value of a JSON pointer stands: `#/bids/B1/price`, or the nearest thing around it. */
  readonly placeOf: (pointer: string) => PlaceInFile | undefined;
};
