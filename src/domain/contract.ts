import type { IsoDate } from './iso-date.ts';
import type { DecimalText } from './quantity.ts';
import type { Supplier } from './supplier.ts';

export const ICT_CATEGORIES = [
  'hardware',
  'software',
  'cloud',
  'telecoms',
  'services',
  'print',
  'data-centre',
] as const;
export type IctCategory = (typeof ICT_CATEGORIES)[number];

export const CONTRACT_STATUSES = ['planned', 'live', 'ended', 'terminated'] as const;
export type ContractStatus = (typeof CONTRACT_STATUSES)[number];

/** Where figures go that belong to no contract: devices already owned, an in-house data centre. */
export const OWN_ICT = 'own-ict';

/** What is promised for a year. */
export type Commitment = {
  /** Calendar or financial: "2027" or "2027/28". */
  readonly year: string;
  /** tCO2e, whole life. */
  readonly tonnes: DecimalText;
  /**
   * Of these what the inventory view leaves out: electricity of devices in the council's own buildings, which its own
   * meters hold. Absent where nobody has said; the commitment then counts wholly in both views.
   */
  readonly outsideInventoryTonnes?: DecimalText;
};

/** What was awarded to a supplier, for a term, and who shares it. Plain JSON; money is pounds excluding VAT. */
export type Contract = {
  readonly reference: string;
  readonly title: string;
  readonly supplier: Supplier;
  readonly ictCategory: IctCategory;
  readonly department?: string;
  readonly start: IsoDate;
  readonly end: IsoDate;
  readonly annualValue?: DecimalText;
  readonly procurementReference?: string;
  /** Percent by organisation; they add to exactly 100. Absent means that the organisation bears it alone. */
  readonly shares?: Readonly<Record<string, DecimalText>>;
  readonly status: ContractStatus;
  readonly commitments: readonly Commitment[];
};
