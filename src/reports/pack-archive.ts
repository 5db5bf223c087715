import { createHash } from 'node:crypto';
import type { PackIssue } from '../application/award-records.ts';
import { ocdsContent, proposedAwards } from '../application/ocds-content.ts';
import type { MadeFile, PackContent } from '../application/ports.ts';
import type { EffectOrWhy } from '../application/trajectory-effect.ts';
import { zipReproducibly } from '../archive/reproducible-zip.ts';
import type { Assessment, LotAssessment } from '../scoring/assessment.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import type { SensitivityReport } from '../scoring/sensitivity.ts';
import { canonicalJson } from '../scoring/rule-set.ts';
import { withAgreedReasons } from './agreed-reasons.ts';
import { assessmentSummaryHtml } from './assessment-summary-html.ts';
import { assessmentSummaryPdf } from './assessment-summary-pdf.ts';
import { lotTrajectory } from './award-trajectory.ts';
import { evaluationPackWorkbook } from './evaluation-pack-xlsx.ts';
import { evaluationReportHtml } from './evaluation-report-html.ts';
import { evaluationReportPdf } from './evaluation-report-pdf.ts';
import { ocdsRelease } from './ocds-release.ts';

const PACK_MANIFEST_SCHEMA = 'scorer-pack-manifest/v1';

/**
 * Every file of the evaluation pack, then `manifest.json` with the SHA-256 of each, then `pack.zip` with all of them.
 * Nothing below `for-bidders/<bid>` holds another bidder's words. The same content gives the same bytes.
 */
export async function buildPack(content: PackContent, catalogue: Catalogue): Promise<MadeFile[]> {
  const { issue } = content;
  const reasons = issue?.reasons ?? [];
  const assessment = withAgreedReasons(content.assessment, reasons);
  const forBidders = withAgreedReasons(content.assessment, reasons, 'alone');
  const files = [
    ...(await filesForCouncil({ ...content, assessment }, catalogue)),
    ...(await filesForBidders(forBidders, catalogue, issue)),
  ];
  const manifest = { name: 'manifest.json', bytes: toBytes(manifestJson(assessment, issue, files)) };
  const all = [...files, manifest];
  return [...all, { name: 'pack.zip', bytes: await zipReproducibly(all) }];
}

async function filesForCouncil(
  { assessment, record, sensitivity, trajectory, issue }: PackContent,
  catalogue: Catalogue,
): Promise<MadeFile[]> {
  const issued = issue === undefined ? {} : { issue };
  const extras = {
    lots: assessment.lots.map((_, index) => lotExtras(sensitivity[index], trajectory, index)),
    ...issued,
  };
  return [
    {
      name: 'for-council/evaluation-pack.xlsx',
      bytes: await evaluationPackWorkbook(assessment, catalogue, sensitivity, {
        ...issued,
        ...(trajectory === undefined ? {} : { trajectory }),
      }),
    },
    { name: 'for-council/evaluation-report.pdf', bytes: await evaluationReportPdf(assessment, catalogue, extras) },
    { name: 'for-council/evaluation-report.html', bytes: toBytes(evaluationReportHtml(assessment, catalogue, extras)) },
    { name: 'for-council/decision-record.json', bytes: toBytes(`${canonicalJson(record)}\n`) },
    { name: 'for-council/ocds-release.json', bytes: ocdsOf(assessment, catalogue, issue) },
  ];
}

function lotExtras(sensitivity: SensitivityReport | undefined, trajectory: EffectOrWhy | undefined, index: number) {
  const shown = lotTrajectory(trajectory, index);
  return {
    ...(sensitivity === undefined ? {} : { sensitivity }),
    ...(shown === undefined ? {} : { trajectory: shown }),
  };
}

/** The release as of this pack: the award stands in it as proposed. */
function ocdsOf({ procurement, status, lots }: Assessment, catalogue: Catalogue, issue?: PackIssue): Uint8Array {
  const bids = lots.flatMap((lot) => lot.bids.map(({ bid }) => bid));
  const awards = proposedAwards(issue?.proposed ?? [], bids);
  const isTrial = status === 'trial';
  const bidLots = bids.map(({ lot }) => lot);
  const standing = { tenderStatus: isTrial ? 'planned' : 'active', isTrial, awards, bidLots } as const;
  return ocdsRelease(ocdsContent(catalogue, procurement, standing));
}

async function filesForBidders(
  assessment: Assessment,
  catalogue: Catalogue,
  issue: PackIssue | undefined,
): Promise<MadeFile[]> {
  const files: MadeFile[] = [];
  const folders = plainNames(assessment.lots.flatMap(({ bids }) => bids.map(({ bid }) => bid.reference)));
  const summaries = plainNames(assessment.lots.flatMap(({ lot }) => lot?.id ?? []));
  for (const lot of assessment.lots) {
    for (const bid of lot.bids) {
      const name = `for-bidders/${folders.get(bid.bid.reference) ?? ''}/${summaryName(lot, summaries)}`;
      const summaryOf = { bid: bid.bid.reference, ...(lot.lot === undefined ? {} : { lot: lot.lot.id }) };
      files.push(
        { name: `${name}.pdf`, bytes: await assessmentSummaryPdf(assessment, lot, bid, catalogue, issue), summaryOf },
        { name: `${name}.html`, bytes: toBytes(assessmentSummaryHtml(assessment, lot, bid, catalogue, issue)) },
      );
    }
  }
  return files;
}

/** One summary for each lot a bidder bids for. */
function summaryName({ lot }: LotAssessment, lotNames: ReadonlyMap<string, string>): string {
  return lot === undefined ? 'assessment-summary' : `assessment-summary-lot-${lotNames.get(lot.id) ?? ''}`;
}

/** A file name for each reference: plain characters only, and no two alike, whatever the references hold. */
function plainNames(references: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    [...new Set(references)].sort().map((reference) => {
      const plain = plainName(reference);
      let name = plain;
      for (let number = 2; taken.has(name.toLowerCase()); number++) name = `${plain}-${number}`;
      taken.add(name.toLowerCase());
      return [reference, name];
    }),
  );
}

function plainName(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9_-]+/g, '-').slice(0, 60) || 'unnamed';
}

function manifestJson(assessment: Assessment, issue: PackIssue | undefined, files: readonly MadeFile[]): string {
  const { procurement, ruleSet, status, inputHash, softwareVersion, retrospective } = assessment;
  const manifest = {
    schema: PACK_MANIFEST_SCHEMA,
    procurement: procurement.reference,
    status: status === 'trial' ? 'TRIAL, NOT FOR AWARD' : status,
    ...(retrospective === undefined ? {} : { publication: retrospective }),
    input_hash: inputHash,
    /** Once the pack is issued, the head of the audit chain. */
    chain_head: issue?.chainHead ?? null,
    ...(issue === undefined ? {} : { edition: issue.edition }),
    ...(issue?.reason === undefined ? {} : { edition_reason: issue.reason }),
    versions: {
      software: softwareVersion,
      rule_set: `${ruleSet.id}@${ruleSet.version}`,
      rule_set_sha256: ruleSet.sha256,
    },
    files: files.map(({ name, bytes }) => ({
      name,
      bytes: bytes.byteLength,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })),
  };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

function toBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
