import { createHash } from 'node:crypto';
import type { MadeFile, PackContent } from '../application/ports.ts';
import { zipReproducibly } from '../archive/reproducible-zip.ts';
import type { Assessment, BidAssessment, LotAssessment } from '../scoring/assessment.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { canonicalJson } from '../scoring/rule-set.ts';
import { assessmentSummaryPdf } from './assessment-summary-pdf.ts';
import { evaluationPackWorkbook } from './evaluation-pack-xlsx.ts';
import { evaluationReportHtml } from './evaluation-report-html.ts';
import { evaluationReportPdf } from './evaluation-report-pdf.ts';

const PACK_MANIFEST_SCHEMA = 'scorer-pack-manifest/v1';

/**
 * Every file of the evaluation pack, then `manifest.json` with the SHA-256 of each, then `pack.zip` with all of them.
 * Nothing below `for-bidders/<bid>` holds another bidder's words. The same content gives the same bytes.
 */
export async function buildPack(content: PackContent, catalogue: Catalogue): Promise<MadeFile[]> {
  const files = [...(await filesForCouncil(content, catalogue)), ...(await filesForBidders(content.assessment, catalogue))];
  const manifest = { name: 'manifest.json', bytes: toBytes(manifestJson(content.assessment, files)) };
  const all = [...files, manifest];
  return [...all, { name: 'pack.zip', bytes: await zipReproducibly(all) }];
}

async function filesForCouncil({ assessment, record, sensitivity }: PackContent, catalogue: Catalogue): Promise<MadeFile[]> {
  const extras = { lots: sensitivity.map((report) => ({ sensitivity: report })) };
  return [
    { name: 'for-council/evaluation-pack.xlsx', bytes: await evaluationPackWorkbook(assessment, catalogue, sensitivity) },
    { name: 'for-council/evaluation-report.pdf', bytes: await evaluationReportPdf(assessment, catalogue, extras) },
    { name: 'for-council/evaluation-report.html', bytes: toBytes(evaluationReportHtml(assessment, catalogue, extras)) },
    { name: 'for-council/decision-record.json', bytes: toBytes(`${canonicalJson(record)}\n`) },
  ];
}

async function filesForBidders(assessment: Assessment, catalogue: Catalogue): Promise<MadeFile[]> {
  const files: MadeFile[] = [];
  const folders = bidderFolders(assessment);
  for (const lot of assessment.lots) {
    for (const bid of lot.bids) {
      const folder = folders.get(bid.bid.reference) ?? '';
      files.push({ name: `for-bidders/${folder}/${summaryName(lot)}`, bytes: await assessmentSummaryPdf(assessment, lot, bid, catalogue) });
    }
  }
  return files;
}

/** One summary for each lot a bidder bids for. */
function summaryName({ lot }: LotAssessment): string {
  return lot === undefined ? 'assessment-summary.pdf' : `assessment-summary-lot-${plainName(lot.id)}.pdf`;
}

/** A folder for each bid reference: plain characters only, and no two alike, whatever the references hold. */
function bidderFolders({ lots }: Assessment): ReadonlyMap<string, string> {
  const references = [...new Set(lots.flatMap(({ bids }) => bids.map(({ bid }: BidAssessment) => bid.reference)))].sort();
  const taken = new Set<string>();
  return new Map(
    references.map((reference) => {
      const plain = plainName(reference);
      let folder = plain;
      for (let number = 2; taken.has(folder.toLowerCase()); number++) folder = `${plain}-${number}`;
      taken.add(folder.toLowerCase());
      return [reference, folder];
    }),
  );
}

function plainName(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9_-]+/g, '-').slice(0, 60) || 'bid';
}

function manifestJson(assessment: Assessment, files: readonly MadeFile[]): string {
  const { procurement, ruleSet, status, inputHash, softwareVersion } = assessment;
  const manifest = {
    schema: PACK_MANIFEST_SCHEMA,
    procurement: procurement.reference,
    status: status === 'trial' ? 'TRIAL, NOT FOR AWARD' : status,
    input_hash: inputHash,
    /** Once the pack is issued, the head of the audit chain. */
    chain_head: null,
    versions: { software: softwareVersion, rule_set: `${ruleSet.id}@${ruleSet.version}`, rule_set_sha256: ruleSet.sha256 },
    files: files.map(({ name, bytes }) => ({ name, bytes: bytes.byteLength, sha256: createHash('sha256').update(bytes).digest('hex') })),
  };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

function toBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
