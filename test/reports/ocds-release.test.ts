import { beforeAll, describe, expect, it } from 'vitest';
import type { PackIssue } from '../../src/application/award-records.ts';
import { ocdsContent, type OcdsStanding, proposedAwards } from '../../src/application/ocds-content.ts';
import { ocdsRelease } from '../../src/reports/ocds-release.ts';
import { buildPack } from '../../src/reports/pack-archive.ts';
import type { Catalogue } from '../../src/scoring/catalogue.ts';
import type { Assessment } from '../../src/scoring/assessment.ts';
import { buildDecisionRecord } from '../../src/scoring/decision-record.ts';
import { northshireTender } from '../../fixtures/northshire/tender.ts';
import { lotsTender } from '../../fixtures/eastham/lots-tender.ts';
import { testCatalogue } from '../support/catalogue.ts';
import { codesOf, ocdsFaults } from '../support/ocds-schema.ts';
import { sharedExists } from '../support/shared-data.ts';
import { madeUpCatalogue } from './made-up-rules.ts';
import { madeUpAssessment, madeUpBid, madeUpProcurement } from './made-up-tender.ts';

type Release = {
  readonly ocid: string;
  readonly id: string;
  readonly date: string;
  readonly tag: readonly string[];
  readonly tender: Record<string, unknown> & {
    readonly lots: readonly {
      readonly id: string;
      readonly awardCriteria: { readonly criteria: readonly { readonly name: string; readonly numbers: unknown }[] };
    }[];
  };
  readonly bids?: { readonly statistics: readonly { readonly value: number }[] };
  readonly parties: readonly { readonly id: string; readonly roles: readonly string[]; readonly name: string }[];
  readonly awards?: readonly Record<string, unknown>[];
  readonly contracts?: readonly Record<string, unknown>[];
};

const parse = (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes)) as Release;
const UNSCORED: OcdsStanding = { tenderStatus: 'active', isTrial: false, awards: [] };

describe('an OCDS release', () => {
  let catalogue: Catalogue;
  beforeAll(async () => {
    catalogue = await testCatalogue();
  });
  const northshire = (standing: OcdsStanding) =>
    parse(ocdsRelease(ocdsContent(catalogue, northshireTender.procurement, standing)));
  const winner = northshireTender.bids[0];
  const bidLots = northshireTender.bids.map(({ lot }) => lot);
  const contracted: OcdsStanding = {
    tenderStatus: 'complete',
    isTrial: false,
    bidLots,
    awards: proposedAwards([{ bid: winner?.reference ?? '' }], northshireTender.bids).map((award) => ({
      ...award,
      status: 'active',
      awardedOn: '2027-01-15',
      contractSignedOn: '2027-02-01',
    })),
  };
  const releases = (): Readonly<Record<string, Release>> => ({
    trial: northshire({ tenderStatus: 'planned', isTrial: true, awards: [], bidLots }),
    sealed: northshire(UNSCORED),
    issued: northshire({
      ...contracted,
      awards: proposedAwards([{ bid: winner?.reference ?? '' }], northshireTender.bids),
    }),
    contracted: northshire(contracted),
    lots: parse(
      ocdsRelease(
        ocdsContent(catalogue, lotsTender.procurement, {
          ...UNSCORED,
          bidLots: lotsTender.bids.map(({ lot }) => lot),
          awards: proposedAwards(
            lotsTender.bids.slice(0, 1).map(({ reference, lot }) => ({ bid: reference, ...(lot ? { lot } : {}) })),
            lotsTender.bids,
          ),
        }),
      ),
    ),
  });

  it.skipIf(!sharedExists)('is valid against the official schema with the extension, at every stage', () => {
    const faultsOf = ocdsFaults();
    for (const [stage, release] of Object.entries(releases())) expect([stage, faultsOf(release)]).toEqual([stage, []]);
    expect(faultsOf({ ...northshire(UNSCORED), tag: ['nonsense'] })).not.toEqual([]);
    expect(faultsOf({ ...northshire(UNSCORED), tender: { id: '1', sustainability: [{}] } })).not.toEqual([]);
  });

  it.skipIf(!sharedExists)('uses codes of the standard and of the extension', () => {
    const { contracted: one } = releases();
    for (const tag of one?.tag ?? []) expect(codesOf('ocds-1.1.5', 'releaseTag')).toContain(tag);
    const known = codesOf('ocds-1.1.5', 'partyRole');
    for (const role of one?.parties.flatMap(({ roles }) => roles) ?? []) expect(known).toContain(role);
    expect(one?.tender['sustainability']).toEqual([
      expect.objectContaining({
        goal: codesOf('ocds-sustainability', 'sustainabilityGoal').find((code) => code.endsWith('EmissionsReduction')),
        strategies: codesOf('ocds-sustainability', 'sustainabilityStrategy').filter((code) =>
          ['awardCriteria', 'selectionCriteria'].includes(code),
        ),
      }),
    ]);
  });

  it('gives each lot its award criteria, whose weights total 100, and the number of its bids', () => {
    const { lots, trial } = releases();
    for (const release of [lots, trial]) {
      for (const lot of release?.tender.lots ?? []) {
        const weights = lot.awardCriteria.criteria
          .filter(({ name }) => /^C\d/.test(name))
          .map(({ numbers }) => (numbers as { readonly number: number }[])[0]?.number ?? 0);
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBe(100);
      }
    }
    expect(trial?.bids?.statistics).toEqual([{ id: 'bids-1', measure: 'bids', value: 5, relatedLots: ['1'] }]);
    expect(lots?.bids?.statistics.map(({ value }) => value)).toEqual([2, 2]);
  });

  it('has no number of bids while they are sealed, and no award before one is proposed', () => {
    const release = northshire(UNSCORED);
    expect([release.bids, release.awards, release.contracts, release.tag]).toEqual([
      undefined,
      undefined,
      undefined,
      ['tender'],
    ]);
    expect(release.tender['tenderPeriod']).toEqual({ endDate: '2026-12-18T23:59:59Z' });
  });

  it('names the winner with its identifier and price, and nothing of any other bid', () => {
    const text = new TextDecoder().decode(
      ocdsRelease(ocdsContent(catalogue, northshireTender.procurement, contracted)),
    );
    expect(parse(new TextEncoder().encode(text)).awards).toEqual([
      expect.objectContaining({
        id: 'award-1',
        status: 'active',
        value: { amount: Number(winner?.price), currency: 'GBP' },
      }),
    ]);
    expect(text).toContain(winner?.supplier.identifier?.id);
    for (const { supplier, price } of northshireTender.bids.slice(1)) {
      expect(text).not.toContain(supplier.name);
      expect(text).not.toContain(price);
    }
  });

  it('is dated by the bid deadline and has the same bytes for the same content; another content has another id', () => {
    const one = northshire(contracted);
    expect(northshire(contracted)).toEqual(one);
    expect([one.date, one.ocid]).toEqual([
      '2026-12-18T00:00:00Z',
      'ocds-unregistered-Northshire-County-Council-NCC-2026-014',
    ]);
    expect(northshire(UNSCORED).id).not.toBe(one.id);
  });
});

describe('the release in a pack', () => {
  const bids = [
    madeUpBid({ reference: 'B1', supplier: { name: 'Alder' }, qualityPoints: '90' }),
    madeUpBid({ reference: 'B2', supplier: { name: 'Birch' } }),
  ];
  const issue: PackIssue = {
    edition: 1,
    approvedBy: 'Ada Approver',
    approvedOn: '2027-01-11',
    proposed: [{ bid: 'B1' }],
    chainHead: 'c'.repeat(64),
    reasons: [],
    redactions: [],
  };
  const packOf = async (assessment: Assessment, given?: PackIssue) => {
    const record = buildDecisionRecord(assessment, bids, madeUpCatalogue);
    const content = { assessment, record, sensitivity: [], ...(given === undefined ? {} : { issue: given }) };
    return buildPack(content, madeUpCatalogue);
  };
  const releaseIn = (files: readonly { readonly name: string; readonly bytes: Uint8Array }[]) =>
    parse(files.find(({ name }) => name === 'for-council/ocds-release.json')?.bytes ?? new Uint8Array());

  it('says TRIAL for a trial, and stands in the manifest', async () => {
    const files = await packOf(madeUpAssessment(bids));
    expect(releaseIn(files).tender['description']).toContain('TRIAL, NOT FOR AWARD');
    expect(releaseIn(files).tender['status']).toBe('planned');
    const manifest = new TextDecoder().decode(files.find(({ name }) => name === 'manifest.json')?.bytes);
    expect(manifest).toContain('"for-council/ocds-release.json"');
  });

  it('of an issued pack has the proposed award, pending', async () => {
    const release = releaseIn(await packOf(madeUpAssessment(bids, madeUpProcurement, 'issued'), issue));
    expect(release.awards).toEqual([expect.objectContaining({ id: 'award-1', status: 'pending' })]);
    expect(JSON.stringify(release)).not.toContain('Birch');
  });
});
