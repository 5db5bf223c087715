import { isDeepStrictEqual } from 'node:util';
import { AppError } from '../domain/errors.ts';
import type { IsoDate } from '../domain/iso-date.ts';
import type { EmissionFactor } from '../domain/reference-data.ts';
import { factorSetFor } from '../scoring/factor-set.ts';
import { approvedFactors } from './approved-factors.ts';
import { approvedMultipliers } from './approved-multipliers.ts';
import { contractsOfSuppliers } from './contracts-of-suppliers.ts';
import { governingCatalogue } from './governing-catalogue.ts';
import type { ServicePorts } from './ports.ts';
import { readUploadAsItIs, type UploadReading } from './read-upload.ts';
import type { ImportRecord } from './records.ts';
import { findRememberedMapping } from './remembered-mapping.ts';

export type FileRead =
  | { readonly reading: UploadReading; readonly acceptedMapping?: string }
  | { readonly refusal: AppError };

/**
 * Reads the file of an import; a mapping that somebody of this organisation has accepted by name before is taken again.
 */
export async function readImport(
  ports: ServicePorts,
  record: ImportRecord,
  onRows: (rows: number) => void,
): Promise<FileRead> {
  try {
    const reading = await readAs(ports, record, record.acceptedMapping, onRows);
    const proposal = reading.proposedMapping?.name;
    if (proposal === undefined || proposal === record.acceptedMapping) return { reading };
    const earlier = await ports.database.read((stores) => findRememberedMapping(stores, record, proposal));
    if (earlier === undefined) return { reading };
    const again = await readAs(ports, record, proposal, onRows);
    const notice = `${proposal} was accepted before, with ${earlier.fileName} on ${earlier.at.slice(0, 10)}, and is taken again.`;
    return { reading: { ...again, notices: [notice, ...again.notices] }, acceptedMapping: proposal };
  } catch (error) {
    if (error instanceof AppError) return { refusal: error };
    throw error;
  }
}

/**
 * Reads the file of an import with the conversion factors of its procurement. Which that is often only the file says:
 * where it has others than were taken, it is read once more.
 */
export async function readAs(
  ports: ServicePorts,
  record: ImportRecord,
  acceptedMapping?: string,
  onRows?: (rows: number) => void,
): Promise<UploadReading> {
  const read = async (bidFactors: () => Promise<readonly EmissionFactor[]>) => {
    const pieces = await ports.database.read((stores) => stores.files.pieces(record.fileSha256));
    const known = { bidFactors, ofOrganisation: () => knownTo(ports, record) };
    return readUploadAsItIs(ports, { name: record.fileName, pieces }, acceptedMapping, onRows, known);
  };
  const factorsOf = async (procurement?: string) => (await bidFactorsOf(ports, record, procurement)).factors;
  const reading = await read(() => factorsOf(record.procurement));
  const [named] = reading.kind === 'tender' || reading.kind === 'bids' ? (reading.procurementReferences ?? []) : [];
  if (named === undefined || named === record.procurement) return reading;
  const [taken, pinned] = [await factorsOf(record.procurement), await bidFactorsOf(ports, record, named)];
  return areSame(taken, pinned) ? reading : read(async () => pinned.factors);
}

type BidFactors = { readonly factors: readonly EmissionFactor[]; readonly deadline: IsoDate | undefined };

/** Whether for the deadline it makes no difference which factors are taken. */
function areSame(taken: readonly EmissionFactor[], { factors, deadline }: BidFactors): boolean {
  if (deadline === undefined) return true;
  const [a, b] = [taken, factors].map((emissionFactors) => factorSetFor({ emissionFactors }, deadline).factors);
  return isDeepStrictEqual(a, b);
}

/** The factors that bids for a procurement may name, and its deadline; for one that is not on record, as for a new one. */
function bidFactorsOf(
  { catalogue, database }: ServicePorts,
  { organisation }: ImportRecord,
  reference?: string,
): Promise<BidFactors> {
  return database.read(async (stores) => {
    const known = reference === undefined ? undefined : await stores.procurements.find(organisation, reference);
    const { referenceData } = await governingCatalogue(catalogue, stores, known ?? { organisation });
    return { factors: referenceData.emissionFactors, deadline: known?.facts.bidDeadline };
  });
}

/** What lines of a return may name. */
function knownTo({ catalogue, database }: ServicePorts, { organisation }: ImportRecord) {
  return database.read(async (stores) => ({
    factors: await approvedFactors(catalogue, stores, organisation),
    multipliers: await approvedMultipliers(catalogue, stores, organisation),
    suppliers: await contractsOfSuppliers(stores, organisation),
  }));
}
