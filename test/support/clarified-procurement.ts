import { closeProcurement } from '../../src/application/close-procurement.ts';
import { openProcurement } from '../../src/application/open-procurement.ts';
import { getProcurement } from '../../src/application/procurement-queries.ts';
import { publishProcurement } from '../../src/application/publish-procurement.ts';
import { scoreProcurement } from '../../src/application/score-procurement.ts';
import type { Bid } from '../../src/domain/bid.ts';
import type { Person } from '../../src/domain/person.ts';
import { northshireTender } from '../../fixtures/northshire/tender.ts';
import { aPerson, type TestPorts } from './service-ports.ts';
import { importFile, tenderFile } from './upload-files.ts';

export const REFERENCE = northshireTender.procurement.reference;
/** A day after the bid deadline of the example, which is 18 December 2026. */
export const CLOSED_AT = '2026-12-21T10:00:00Z';
export const REPLY_BY = '2027-01-08';

export const officer: Person = aPerson('officer');
export const colleague: Person = { ...officer, id: 'second-officer', name: 'Ben Whitlock' };

export async function revisionOf(ports: TestPorts, reference = REFERENCE): Promise<{ readonly revision: number }> {
  return { revision: (await getProcurement(ports, officer, reference)).revision };
}

/** The example's procurement, open, with these bids. */
export async function openWith(ports: TestPorts, bids: readonly Bid[] = northshireTender.bids): Promise<void> {
  const { procurement } = northshireTender;
  const { issues } = await importFile(ports, officer, await tenderFile(ports, { procurement, bids }));
  if (issues.length > 0) throw new Error(issues.map(({ message }) => message).join('\n'));
  await publishProcurement(ports, officer, REFERENCE, await revisionOf(ports));
  await openProcurement(ports, officer, REFERENCE, await revisionOf(ports));
}

/** The same, closed after the deadline and scored. */
export async function scoredWith(ports: TestPorts, bids: readonly Bid[] = northshireTender.bids): Promise<void> {
  await openWith(ports, bids);
  ports.setClock(CLOSED_AT);
  await closeProcurement(ports, officer, REFERENCE, await revisionOf(ports));
  await scoreProcurement(ports, officer, REFERENCE);
}

/** A bid without its carbon lines of one stage, as a bidder may forget them. */
export function withoutStage(bid: Bid, stage: string): Bid {
  return { ...bid, carbon: bid.carbon.filter((line) => line.stage !== stage) };
}
