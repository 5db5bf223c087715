import { readFileSync } from 'node:fs';
import type { ImportRecord } from '../../src/application/records.ts';
import { type ImportOptions, receiveImport } from '../../src/application/receive-import.ts';
import { runImport } from '../../src/application/run-import.ts';
import type { Tender } from '../../src/application/tender.ts';
import type { Bid } from '../../src/domain/bid.ts';
import type { Person } from '../../src/domain/person.ts';
import { getRuleSet } from '../../src/scoring/catalogue.ts';
import { asBidderSent } from '../../fixtures/files.ts';
import { northshireTender } from '../../fixtures/northshire/tender.ts';
import { fixturePath } from './cli.ts';
import type { TestPorts } from './service-ports.ts';

/** A file as somebody sends it. */
export type Upload = { readonly name: string; readonly bytes: Uint8Array };

/** A committed example, by its path below `fixtures`. */
export function exampleFile(...parts: readonly string[]): Upload {
  return { name: parts.at(-1) ?? '', bytes: readFileSync(fixturePath(...parts)) };
}

/** A tender workbook that states this tender. */
export async function tenderFile(ports: TestPorts, content: Tender): Promise<Upload> {
  return { name: 'tender.xlsx', bytes: await write(ports, 'tender', content) };
}

/** The workbook of one bidder of the worked example, as the bidder sends it. */
export async function bidFile(ports: TestPorts, bid: Bid, procurement = northshireTender.procurement): Promise<Upload> {
  const sent = asBidderSent(bid);
  return { name: `${bid.reference}.xlsx`, bytes: await write(ports, 'bid', { procurement, bids: [sent] }) };
}

/** Receives a file and reads it. */
export async function importFile(
  ports: TestPorts,
  person: Person,
  upload: Upload,
  options: Partial<ImportOptions> = {},
): Promise<ImportRecord> {
  const received = await receiveImport(ports, person, { dryRun: false, ...upload, ...options });
  return runImport(ports, received.id);
}

function write(ports: TestPorts, kind: 'tender' | 'bid', content: Tender): Promise<Uint8Array> {
  const { ruleSet, profile } = content.procurement;
  return ports.spreadsheets.writeTemplate({ kind, ruleSet: getRuleSet(ports.catalogue, ruleSet), profile, content });
}
