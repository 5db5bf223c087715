import type { Procurement } from '../domain/procurement.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { mergeBids } from './merge-bids.ts';
import type { OpenedFiles } from './open-files.ts';
import type { DraftBid } from './read-bids.ts';
import { type FileReading, readFile } from './read-tender-sheets.ts';
import { createReadingLog, type ReadingLog } from './reading-log.ts';
import { readTemplateKind } from './template-kind.ts';
import type { UploadContent } from './upload.ts';
import { findAboutSheet } from './workbook-sheets.ts';

/** Reads several files as one tender: the tender workbook first, then each bid, put in with the bids it lists. */
export function readFiles(opened: OpenedFiles, catalogue: Catalogue, log: ReadingLog): FileReading {
  log.issues.push(...opened.issues);
  for (const name of opened.attachments) log.notice(`${name}: kept as an attachment; it was not read.`);
  const tenders = opened.files.filter(({ content }) => isTender(content));
  const stated = readStatedTender(tenders, catalogue, log);
  const bids = [...stated.bids];
  const others = opened.files.filter((file) => !tenders.includes(file));
  const { deadline, procurementReferences } = readBidFiles(others, bids, stated.procurement, catalogue, log);
  if (bids.length === 0 && log.issues.length === 0) {
    const message = 'There is no bid workbook among the files';
    log.issues.push({ pointer: '#/bids', code: 'no-bids', message, fix: 'Use the bid template for each bid.' });
  }
  return {
    bids,
    ...(stated.procurement === undefined ? {} : { procurement: stated.procurement }),
    ...(deadline === undefined ? {} : { deadline }),
    procurementReferences,
  };
}

/** The one file that may state the procurement. */
function readStatedTender(tenders: OpenedFiles['files'], catalogue: Catalogue, log: ReadingLog): FileReading {
  const [tender, ...more] = tenders;
  if (tender === undefined) return { bids: [] };
  for (const { name } of more) {
    const message = `Only one file can state the procurement; ${tender.name} does already`;
    log.inFile(name).fault({ sheet: 'About' }, '#/procurement', 'second-procurement', message);
  }
  return readFile(tender.content, { catalogue, log: log.inFile(tender.name), isOneOfSeveral: true });
}

/** Adds the bids of the other files. Gives back the earliest deadline, and the procurements, that they name themselves. */
function readBidFiles(
  files: OpenedFiles['files'],
  bids: DraftBid[],
  procurement: Procurement | undefined,
  catalogue: Catalogue,
  log: ReadingLog,
): { readonly deadline: string | undefined; readonly procurementReferences: readonly string[] } {
  const listed = bids.length === 0 ? undefined : [...bids];
  const deadlines: string[] = [];
  const references = new Set<string>();
  for (const { name, content } of files) {
    const inFile = log.inFile(name);
    const read = readFile(content, {
      catalogue,
      isOneOfSeveral: true,
      log: inFile,
      ...(listed === undefined ? {} : { listed }),
      ...(procurement === undefined ? {} : { procurement }),
    });
    mergeBids(bids, read.bids, inFile, listed);
    if (read.deadline !== undefined) deadlines.push(read.deadline);
    for (const reference of read.procurementReferences ?? []) references.add(reference);
  }
  return { deadline: deadlines.toSorted()[0], procurementReferences: [...references] };
}

function isTender(content: UploadContent): boolean {
  const log = createReadingLog(new Set());
  const about = findAboutSheet(content, log);
  return about !== undefined && readTemplateKind(about, content, log) === 'tender';
}
