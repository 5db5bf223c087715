import type { Removal, Stage } from './bid.ts';
import type { Evidence } from './evidence.ts';
import type { FigureWorking } from './figure-working.ts';
import type { IsoDate } from './iso-date.ts';
import type { DecimalText } from './quantity.ts';

export const FIGURE_KINDS = ['emission', 'avoided', 'biogenic', 'removal'] as const;
/** Only emissions enter a total; the others have columns of their own. */
export type FigureKind = (typeof FIGURE_KINDS)[number];

export const BASES = ['committed', 'forecast', 'actual', 'estimated'] as const;
export type Basis = (typeof BASES)[number];

/** A line of a carbon return as it was stated, before it is turned into grams. */
export type CarbonReturnLine = {
  /** Contract reference, or `own-ict`. */
  readonly contract: string;
  /** The sender's own name of the line, unique within contract and period: what a correction supersedes. */
  readonly line: string;
  readonly kind: FigureKind;
  readonly stage?: Stage;
  readonly scope?: '1' | '2' | '3';
  /** GHG Protocol scope 3 category, 1 to 15. */
  readonly category?: string;
  readonly periodStart: IsoDate;
  /** Inclusive. */
  readonly periodEnd: IsoDate;
  readonly quantity?: DecimalText;
  readonly unit?: string;
  readonly factor?: string;
  /** The amount as declared; with quantity and factor both, they must agree within 1%. */
  readonly amount?: DecimalText;
  readonly amountUnit?: 'kg' | 't';
  /** Market-based beside location-based, same unit as the amount; absent is not zero. */
  readonly marketBasedAmount?: DecimalText;
  /** How the amount was worked out, where it came as something else than an amount. */
  readonly working?: FigureWorking;
  readonly basis: Exclude<Basis, 'committed'>;
  readonly tier?: 'A' | 'B' | 'C' | 'D';
  readonly evidence?: Evidence;
  /** The line that this one corrects: its figures are reversed, this one's stand. */
  readonly supersedes?: string;
  /** What kind of credit it is, for a removal; its amount is in tonnes. */
  readonly removal?: Pick<Removal, 'kind' | 'registry' | 'retired' | 'verifiedBy'>;
  /**
   * Where it stands in the file: the sheet (absent in CSV), the row, and the cell of the amount, or of the quantity that
   * the amount is worked out from (absent for lines that came without a file).
   */
  readonly source: { readonly sheet?: string; readonly row: number; readonly cell?: string };
};
