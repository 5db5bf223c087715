import type { Contract } from '../domain/contract.ts';
import type { StandInByView } from '../domain/derived-figures.ts';
import { profileAt } from '../domain/figure-columns.ts';
import { textAt } from '../domain/figure-cube.ts';
import { joinCubes } from '../domain/joined-cube.ts';
import { decimalText, type DecimalText, HUNDRED, toFraction } from '../domain/quantity.ts';
import { addViews, NOTHING, type ViewGrams } from '../domain/view-grams.ts';
import { toWholeGrams } from '../domain/whole-tonnes.ts';
import type { LedgerMoment } from './carbon-totals.ts';
import { type LedgerPicture, ledgerPicture } from './ledger-picture.ts';
import type { Database } from './stores.ts';
import { supplierIdentity, supplierPath } from './suppliers.ts';

/** A contract that the organisation keeps, or bears a share of. */
export type HeldContract = Contract & {
  /** Who keeps it; absent for the organisation's own. Without the keeper's value and department, promises by share. */
  readonly keptBy?: string;
  /** Other records of what seems to be the same contract. They are not added. */
  readonly alsoKeptBy?: readonly KeptTwice[];
};

/** A contract of another's ledger that is on record already: it is shown beside that record and counts once. */
export type KeptTwice = {
  /** The reference of the record that counts. */
  readonly contract: string;
  readonly keeper: string;
  readonly reference: string;
  /** What the organisation bears of it by the keeper's record. */
  readonly share: DecimalText;
};

/** What an organisation bears of contracts in the ledger of another. */
export type SharedLedger = {
  readonly keeper: string;
  /** The keeper's whole ledger: never shown, only summed up. */
  readonly picture: LedgerPicture;
  /** What the contracts that are borne are called here, by the keeper's reference. */
  readonly names: ReadonlyMap<string, string>;
};

/** All that an organisation keeps or bears: its own ledger, and its shares of contracts that others keep. */
export type HeldPicture = Omit<LedgerPicture, 'contracts'> & {
  readonly contracts: ReadonlyMap<string, HeldContract>;
  readonly own: LedgerPicture;
  readonly shared: readonly SharedLedger[];
  readonly keptTwice: readonly KeptTwice[];
};

const KEPT_PICTURES = 4;
const kept = new WeakMap<LedgerPicture, Map<string, HeldPicture>>();

/** What an organisation holds at a moment, joined once for each state of the ledgers that are in it. */
export async function heldPicture(
  database: Database,
  organisation: string,
  { version, until, shared }: LedgerMoment,
): Promise<HeldPicture> {
  const own = await ledgerPicture(database, organisation, version, until);
  const mine = kept.get(own) ?? new Map<string, HeldPicture>();
  kept.set(own, mine);
  const name = JSON.stringify(shared);
  const known = mine.get(name);
  if (known !== undefined) return known;
  const others = [];
  for (const one of shared) {
    others.push({ keeper: one.keeper, picture: await ledgerPicture(database, one.keeper, one.version, until) });
  }
  const held = holdTogether(organisation, own, others);
  mine.set(name, held);
  for (const oldest of [...mine.keys()].slice(0, -KEPT_PICTURES)) mine.delete(oldest);
  return held;
}

/**
 * Puts the shares of an organisation in others' ledgers beside its own ledger. What is on record already, by supplier
 * and by reference or else by procurement and ICT category, is not added: the organisation's own record counts, else
 * that of the first keeper.
 */
export function holdTogether(
  organisation: string,
  own: LedgerPicture,
  others: readonly Pick<SharedLedger, 'keeper' | 'picture'>[],
): HeldPicture {
  if (others.length === 0) return { ...own, own, shared: [], keptTwice: [] };
  const contracts = new Map<string, HeldContract>(own.contracts);
  const onRecord = new Map<string, string>();
  for (const [reference, contract] of own.contracts) addMarks(onRecord, contract, reference);
  const keptTwice: KeptTwice[] = [];
  const shared = others.map(({ keeper, picture }): SharedLedger => {
    const names = new Map<string, string>();
    const borne = contractsBorne(picture, organisation);
    for (const contract of borne) {
      const { reference } = contract;
      const name = `${reference} (kept by ${keeper})`;
      const share = contract.shares?.[organisation] ?? '0';
      const twin = contracts.has(name) ? name : marksOf(contract).flatMap((mark) => onRecord.get(mark) ?? [])[0];
      if (twin === undefined) names.set(reference, name);
      else keptTwice.push({ contract: twin, keeper, reference, share });
    }
    // Only now: what one keeper has side by side are several contracts.
    for (const contract of borne) {
      const name = names.get(contract.reference);
      if (name === undefined) continue;
      contracts.set(name, asBorne(contract, name, keeper, contract.shares?.[organisation] ?? '0'));
      addMarks(onRecord, contract, name);
    }
    return { keeper, picture, names };
  });
  for (const [reference, twins] of Map.groupBy(keptTwice, ({ contract }) => contract)) {
    const contract = contracts.get(reference);
    if (contract !== undefined) contracts.set(reference, { ...contract, alsoKeptBy: twins });
  }
  const joined = shared.map(({ keeper, picture: { cube }, names }) => ({ cube, keeper, bearer: organisation, names }));
  const instants = [own, ...others.map(({ picture }) => picture)].flatMap(({ recordedAt }) => recordedAt ?? []);
  return {
    ...own,
    recordedAt: instants.toSorted().at(-1),
    cube: joinCubes(own.cube, joined),
    standIns: [...own.standIns, ...shared.flatMap((one) => standInsOf(one, organisation))],
    contracts,
    supplierNames: new Map([...shared.flatMap(namesOfSuppliers), ...own.supplierNames]),
    own,
    shared,
    keptTwice,
  };
}

/** The contracts that name the organisation in their shares, or did so when figures came in. */
function contractsBorne({ cube, contracts }: LedgerPicture, organisation: string): Contract[] {
  const isBorne = cube.names.profiles.values.map(({ organisation: bearer }) => bearer === organisation);
  const borne = new Set<number>();
  for (let row = 0; row < cube.size; row++) {
    if (isBorne[cube.profiles[row] ?? -1] === true) borne.add(cube.contracts[row] ?? -1);
  }
  const references = new Set([...borne].map((number) => cube.names.contracts.values[number]));
  return [...contracts.values()].filter(
    ({ reference, shares }) => references.has(reference) || shares?.[organisation] !== undefined,
  );
}

/** What a contract is known by: supplier with reference, and with procurement and ICT category, lot by lot. */
function marksOf({ supplier, reference, procurementReference, ictCategory }: Contract): string[] {
  const company = supplierPath(supplierIdentity(supplier));
  const award = procurementReference === undefined ? [] : [['procurement', procurementReference, ictCategory]];
  return [['reference', reference], ...award].map((mark) => JSON.stringify([company, ...mark]));
}

function addMarks(onRecord: Map<string, string>, contract: Contract, name: string): void {
  for (const mark of marksOf(contract)) if (!onRecord.has(mark)) onRecord.set(mark, name);
}

function asBorne(contract: Contract, reference: string, keptBy: string, share: DecimalText): HeldContract {
  const { department: _, annualValue: __, ...terms } = contract;
  const part = (tonnes: DecimalText) => decimalText(toFraction(tonnes).mul(toFraction(share)).div(HUNDRED));
  const commitments = contract.commitments.map(({ year, tonnes, outsideInventoryTonnes }) => ({
    year,
    tonnes: part(tonnes),
    ...(outsideInventoryTonnes === undefined ? {} : { outsideInventoryTonnes: part(outsideInventoryTonnes) }),
  }));
  return { ...terms, reference, keptBy, commitments };
}

/** What stands in for returns that the keeper lacks: of the amount, the organisation's share as it is in totals. */
function standInsOf({ picture, names }: SharedLedger, organisation: string): StandInByView[] {
  const borne = estimatesBorne(picture, organisation);
  return picture.standIns.flatMap((standIn) => {
    const { contract, financialYear } = standIn;
    const name = names.get(contract);
    if (name === undefined || picture.contracts.get(contract)?.shares?.[organisation] === undefined) return [];
    return [{ ...standIn, contract: name, ...(borne.get(`${financialYear} ${contract}`) ?? NOTHING) }];
  });
}

/** What an organisation bears of the estimates that stand in for returns, by financial year and contract. */
function estimatesBorne({ cube }: LedgerPicture, organisation: string): Map<string, ViewGrams> {
  const borne = new Map<string, ViewGrams>();
  for (let row = cube.ledgerSize; row < cube.size; row++) {
    const { organisation: bearer, basis, doubleCountGroup } = profileAt(cube, row);
    if (bearer !== organisation || basis !== 'estimated') continue;
    const year = `${textAt(cube, 'financial_year', row)} ${textAt(cube, 'contract', row)}`;
    const grams = toWholeGrams(cube.tonnes[row] ?? 0, cube.restGrams[row] ?? 0);
    const part = doubleCountGroup === '' ? { ...NOTHING, inventory: grams } : { ...NOTHING, outside: grams };
    borne.set(year, addViews(borne.get(year) ?? NOTHING, part));
  }
  return borne;
}

function namesOfSuppliers({ picture, names }: SharedLedger): [string, string][] {
  return [...names.keys()].flatMap((reference): [string, string][] => {
    const supplier = picture.contracts.get(reference)?.supplier;
    return supplier === undefined ? [] : [[supplierPath(supplierIdentity(supplier)), supplier.name]];
  });
}
