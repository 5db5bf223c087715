import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getRuleSet } from '../../src/scoring/catalogue.ts';
import { writeTemplate } from '../../src/spreadsheet/write-template.ts';
import { testCatalogue } from '../support/catalogue.ts';
import { runCli } from '../support/cli.ts';
import { expectedV1, expectedV2, sampleTender } from '../support/sample-tenders.ts';
import { sharedExists } from '../support/shared-data.ts';

type ScoredBid = {
  readonly bid: string;
  readonly environment_exact: string;
  readonly total_exact: string;
  readonly criteria: readonly { readonly rule: string; readonly points_exact: string }[];
  readonly flags: readonly { readonly code: string; readonly questions: readonly string[] }[];
};
type Scored = { readonly ranking: readonly string[]; readonly bids: readonly ScoredBid[] };
type ExpectedBidV2 = {
  readonly points: Readonly<Record<string, { readonly exact: string }>>;
  readonly award: { readonly exact: string };
  readonly total: { readonly exact: string };
};
type ExpectedV2 = {
  readonly bids: Readonly<Record<string, ExpectedBidV2>>;
  readonly ranking: { readonly thresholdsNotAdopted: readonly string[] };
};

/** From a filled workbook through the command to the figures that other programs computed. */
describe.skipIf(!sharedExists)('scorer score on the sample tenders (skipped without ../shared)', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'scorer-samples-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  async function scoreSample(version: 1 | 2, profile: string): Promise<{ scored: Scored; out: string }> {
    const catalogue = await testCatalogue();
    const ruleSet = getRuleSet(catalogue, `ict-net-zero-2030@${version}`);
    const workbook = join(folder, `sample-${version}-${profile}.xlsx`);
    const content = sampleTender(version, profile);
    writeFileSync(workbook, await writeTemplate({ kind: 'tender', ruleSet, profile, content }, catalogue));
    const out = join(folder, `pack-${version}-${profile}`);
    const { code, out: json, err } = runCli(['score', workbook, '--out', out, '--json']);
    expect(code, err).toBe(0);
    return { scored: JSON.parse(json) as Scored, out };
  }

  it.each(['mixed', 'services', 'short'])(
    'gives the expected points, totals, ranking and flags for version 2, profile %s',
    async (profile) => {
      const expected = expectedV2().profiles[profile] as ExpectedV2;
      const { scored } = await scoreSample(2, profile);
      expect(scored.ranking).toEqual(expected.ranking.thresholdsNotAdopted);
      for (const bid of scored.bids) {
        const wanted = expected.bids[bid.bid];
        expect(Object.fromEntries(bid.criteria.map(({ rule, points_exact }) => [rule, points_exact]))).toEqual(
          Object.fromEntries(Object.entries(wanted?.points ?? {}).map(([rule, { exact }]) => [rule, exact])),
        );
        expect([bid.environment_exact, bid.total_exact]).toEqual([wanted?.award.exact, wanted?.total.exact]);
      }
      const wantedFlags = (expectedV2() as unknown as { bids: Record<string, { flagsIC10b: string[] }> }).bids;
      const flags = scored.bids.map(({ bid, flags: all }) => [
        bid,
        all.filter(({ code }) => code === 'IC10b').flatMap(({ questions }) => questions),
      ]);
      expect(Object.fromEntries(flags)).toEqual(
        Object.fromEntries(scored.bids.map(({ bid }) => [bid, wantedFlags[bid]?.flagsIC10b])),
      );
    },
  );

  it('gives the expected totals and ranking for version 1, with its floor', async () => {
    const expected = expectedV1().profiles['mixed'] as Record<
      string,
      { totalExact: string; environmentExact: string }
    > & { ranking: { withFloor: string[] } };
    const { scored } = await scoreSample(1, 'mixed');
    expect(scored.ranking).toEqual(expected.ranking.withFloor);
    for (const { bid, total_exact, environment_exact } of scored.bids) {
      expect([total_exact, environment_exact]).toEqual([expected[bid]?.totalExact, expected[bid]?.environmentExact]);
    }
  });

  it('replays its record as identical, and lists exactly the one digit that was changed', async () => {
    const { out } = await scoreSample(2, 'mixed');
    const record = join(out, 'for-council', 'decision-record.json');
    expect(runCli(['replay', record])).toMatchObject({ code: 0, out: 'identical\n' });
    const changed = join(folder, 'changed.json');
    writeFileSync(changed, readFileSync(record, 'utf8').replace('"3921/64"', '"3922/64"'));
    const { code, out: said } = runCli(['replay', changed, '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(said)).toEqual({
      identical: false,
      differences: [{ pointer: '#/assessment/bids/2/total_exact', recorded: '"3922/64"', recomputed: '"3921/64"' }],
    });
  });
});
