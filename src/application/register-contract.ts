import type { Contract, IctCategory } from '../domain/contract.ts';
import { AppError } from '../domain/errors.ts';
import type { IsoDate } from '../domain/iso-date.ts';
import type { Person } from '../domain/person.ts';
import type { DecimalText } from '../domain/quantity.ts';
import type { Assessment } from '../scoring/assessment.ts';
import { bidEmissions } from '../scoring/bid-emissions.ts';
import { entryData } from './entry-data.ts';
import { appendContracts } from './append-contracts.ts';
import { appendEvent } from './append-event.ts';
import { type AwardCase, readAwardCase } from './award-case.ts';
import { type BidOfLot, bidOfLotText, isSameBid, stepsOf } from './award-records.ts';
import { awardedContracts, readContractsOnRecord, winnersWithSuppliers } from './awarded-contracts.ts';
import { commitmentsOf } from './bid-contract.ts';
import { requireState } from './change-procurement.ts';
import { commitmentText } from './contract-differences.ts';
import { fieldFault } from './field-fault.ts';
import type { CommitmentOrigin } from './performance-stores.ts';
import type { ServicePorts } from './ports.ts';
import { restoreAssessment } from './procurement-pack.ts';
import type { ProcurementRecord } from './records.ts';
import { OFFICERS, requireRole } from './roles.ts';
import type { Stores } from './stores.ts';

export type RegisterInput = BidOfLot & {
  /** The contract's own reference. */
  readonly contract: string;
  readonly ictCategory: IctCategory;
  readonly department?: string;
  /** The published term where they are left out. */
  readonly start?: IsoDate;
  readonly end?: IsoDate;
  readonly annualValue?: DecimalText;
};

/**
 * Puts the contract of an awarded bid on the carbon register, once it has been signed. Its commitments are the gross
 * carbon lines of the bid as it was assessed in the edition that was awarded, by financial year, exact to the gram:
 * without uplift, published defaults or removals, none of which the supplier promised. Throws AppError
 * `not-allowed-in-state` before the contract, `conflict` where the bid or the reference is on the register already,
 * `invalid-input` with every fault.
 */
export async function registerContract(
  ports: ServicePorts,
  person: Person,
  reference: string,
  input: RegisterInput,
): Promise<Contract> {
  requireRole(person, ...OFFICERS);
  const { assessment } = await restoreAssessment(ports, person, reference);
  const { organisation } = person;
  return ports.database.transaction(async (stores) => {
    const at = ports.clock();
    const own = await readAwardCase(stores, person, reference);
    const bid = requireAwarded(own, input);
    const origin: CommitmentOrigin = { procurement: reference, ...bid, edition: own.approval.edition };
    await requireUnregistered(stores, own, bid, input.contract);
    const contract = toContract(own.record, assessment, input);
    const { entry } = await appendContracts(stores, { organisation, at, by: person.id }, [contract]);
    if (entry === undefined) throw new TypeError('A contract that is not on record makes an entry');
    const named = bidOfLotText(bid);
    const reason = `Awarded in ${reference}: bid ${named}, edition ${origin.edition}`;
    const made = { reference: input.contract, version: entry.version, reason, origin };
    await stores.performance.addContractChange(organisation, { ...made, by: person.id, byName: person.name, at });
    await appendEvent(stores, person, at, {
      action: 'contract.registered',
      subject: `contract:${input.contract}`,
      data: {
        procurement: reference,
        bid: named,
        edition: String(origin.edition),
        ...entryData(entry),
        commitments: contract.commitments.map(commitmentText),
      },
    });
    return contract;
  });
}

function requireAwarded({ record, steps }: AwardCase, { bid, lot }: BidOfLot): BidOfLot {
  requireState(record, ['contracted'], 'its contract is put on the register');
  const named = { bid, ...(lot === undefined ? {} : { lot }) };
  const winners = stepsOf(steps, 'award').flatMap((step) => step.winners);
  if (winners.some((winner) => isSameBid(winner, named))) return named;
  const names = winners.map(bidOfLotText).join('; ');
  throw fieldFault('bid', 'not-awarded', `Name a bid that was awarded (${names}), got "${bidOfLotText(named)}"`);
}

async function requireUnregistered(
  stores: Stores,
  { record: { organisation, reference }, steps, issued }: AwardCase,
  bid: BidOfLot,
  contract: string,
): Promise<void> {
  const awarded = stepsOf(steps, 'award').flatMap((step) => step.winners);
  const winners = winnersWithSuppliers(awarded, issued.record.inputs.bids);
  const all = awardedContracts(reference, winners, await readContractsOnRecord(stores, organisation));
  const known = all.find((one) => isSameBid(one, bid))?.contract;
  if (known !== undefined) {
    throw new AppError('conflict', `The contract of ${bidOfLotText(bid)} is on the register already, as ${known}.`);
  }
  if ((await stores.contracts.find(organisation, contract)) === undefined) return;
  throw new AppError('conflict', `There is a contract ${contract} already: give another reference.`);
}

function toContract(
  { facts: { title, reference: procurementReference } }: ProcurementRecord,
  { lots }: Assessment,
  input: RegisterInput,
): Contract {
  const own = lots.find(({ lot }) => lot?.id === input.lot);
  const assessed = own?.bids.find(({ bid }) => bid.reference === input.bid);
  if (own === undefined || assessed === undefined) {
    throw new AppError('not-found', `${bidOfLotText(input)} is not in the approved assessment.`);
  }
  const { lot, facts } = own;
  const { bid, carbon } = assessed;
  const { department, annualValue } = input;
  const start = input.start ?? facts.contractStart;
  const end = input.end ?? facts.contractEnd;
  if (start === undefined) throw fieldFault('start', 'missing', 'Enter the start: the procurement published none.');
  if (end === undefined) throw fieldFault('end', 'missing', 'Enter the end: the procurement published none.');
  if (end < start) throw fieldFault('end', 'ends-before-start', `The contract ends on ${end}, before it starts.`);
  const emissions = bidEmissions(carbon.footprint.lines, { start, end });
  return {
    reference: input.contract,
    title: lot === undefined ? title : `${title}: ${lot.title}`,
    supplier: bid.supplier,
    ictCategory: input.ictCategory,
    ...(department === undefined ? {} : { department }),
    start,
    end,
    ...(annualValue === undefined ? {} : { annualValue }),
    procurementReference,
    status: 'live',
    commitments: emissions === undefined ? [] : commitmentsOf(emissions),
  };
}
