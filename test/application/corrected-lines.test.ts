import { beforeEach, describe, expect, it } from 'vitest';
import { computeAgreedAssessment } from '../../src/application/agreed-assessment.ts';
import { getEvaluationItem } from '../../src/application/evaluation-queries.ts';
import { getModeration } from '../../src/application/moderation-queries.ts';
import { recordConsensus } from '../../src/application/record-consensus.ts';
import { recordScores } from '../../src/application/record-scores.ts';
import type { CarbonLine } from '../../src/domain/bid.ts';
import type { Judgement } from '../../src/domain/judgement.ts';
import { fractionText, toFraction } from '../../src/domain/quantity.ts';
import { assess } from '../../src/scoring/evaluate.ts';
import { replayDecisionRecord } from '../../src/scoring/decision-record.ts';
import { northshireTender } from '../../fixtures/northshire/tender.ts';
import { CARYS, DEV, judged, MODERATOR, REASON, REFERENCE, startedEvaluation } from '../support/evaluation.ts';
import type { TestPorts } from '../support/service-ports.ts';

const INTENSITY = 'contract-carbon-intensity';
const QUALITY = 'footprint-data-quality';
const [kestrel] = northshireTender.bids;
if (kestrel === undefined) throw new Error('The example has bids');
const declared = kestrel.carbon.find(({ declaredKg, quantity }) => declaredKg !== undefined && quantity === undefined);
if (declared?.declaredKg === undefined) throw new Error('The example declares a figure');
/** The line with twice its figure, by hand. */
const doubled: CarbonLine = { ...declared, declaredKg: fractionText(toFraction(declared.declaredKg).mul(2)) };
const correction = (carbon: Readonly<Record<string, CarbonLine | 'missing'>>): Judgement => ({
  kind: 'facts',
  corrections: {},
  carbon,
});

describe('a carbon line that an evaluator corrects', () => {
  let ports: TestPorts;
  beforeEach(async () => {
    ports = await startedEvaluation();
  });
  const finding = (rule: string, judgement: Judgement) => {
    const { reason, pointers } = judged('B1', '3');
    return { bid: 'B1', rule, judgement, reason: reason || REASON, pointers };
  };
  const lock = (rule: string, judgement: Judgement, person = CARYS) =>
    recordScores(ports, person, REFERENCE, { scores: [finding(rule, judgement)], lock: true });
  const agree = async (rule: string, judgement: Judgement) => {
    for (const one of [CARYS, DEV]) await lock(rule, judgement, one);
    await recordConsensus(ports, MODERATOR, REFERENCE, finding(rule, judgement));
  };
  const agreed = () => ports.database.read((stores) => computeAgreedAssessment(ports, stores, 'northshire', REFERENCE));

  it('moves the footprint and the points by the same arithmetic as if the bid had stated it, and replays', async () => {
    const judgement = correction({ [doubled.line]: doubled });
    for (const rule of [INTENSITY, QUALITY]) await agree(rule, judgement);
    const { assessment, record } = await agreed();
    const bids = northshireTender.bids.map((bid) =>
      bid === kestrel ? { ...bid, carbon: bid.carbon.map((one) => (one.line === doubled.line ? doubled : one)) } : bid,
    );
    const { procurement } = northshireTender;
    const asStated = assess(ports.catalogue, { procurement, bids, softwareVersion: 'test', status: 'draft' });
    const of = ({ lots }: typeof assessment) => lots[0]?.bids.find(({ bid }) => bid.reference === 'B1');
    expect(of(assessment)?.carbon).toEqual(of(asStated)?.carbon);
    expect(of(assessment)?.environment).toEqual(of(asStated)?.environment);
    const criterion = of(assessment)?.criteria.find(({ rule }) => rule.id === INTENSITY);
    expect(criterion?.points.lt(criterion.proposed ?? 0)).toBe(true);
    expect(record.inputs.bids[0]?.carbon).toContainEqual(declared);
    expect(replayDecisionRecord(JSON.parse(JSON.stringify(record)), ports.catalogue)).toEqual([]);
  });

  it('may be struck out; then the published default of its stage counts', async () => {
    const ofStage = kestrel.carbon.filter(({ stage }) => stage === declared.stage);
    const judgement = correction(Object.fromEntries(ofStage.map(({ line }) => [line, 'missing'])));
    for (const rule of [INTENSITY, QUALITY]) await agree(rule, judgement);
    const { record } = await agreed();
    expect(record.assessment.bids[0]?.carbon.stages_without_line).toEqual([declared.stage]);
  });

  it('is shown where the rule reads the lines, and nowhere else', async () => {
    const view = (rule: string) => getEvaluationItem(ports, CARYS, REFERENCE, { bid: 'B1', rule });
    expect((await view(INTENSITY)).lines).toEqual(kestrel.carbon);
    expect((await view('environmental-management-system')).lines).toEqual([]);
    await expect(
      lock('environmental-management-system', correction({ [doubled.line]: doubled })),
    ).rejects.toMatchObject({
      issues: [{ code: 'correction-refused', message: 'C06 does not read the carbon lines.' }],
    });
  });

  it('is refused where it is no line of the bid, says the same, or could stand in no bid; all faults at once', async () => {
    const at = `#/carbon/${doubled.line}`;
    // A record keeps names that are numbers before all others.
    const refused = async (carbon: Readonly<Record<string, CarbonLine | 'missing'>>) =>
      lock(INTENSITY, correction(carbon)).catch((error: { issues: { pointer: string; code: string }[] }) =>
        error.issues.map(({ pointer, code }) => `${pointer} ${code}`),
      );
    const same = { ...declared, declaredKg: `${declared.declaredKg}.0` };
    expect(await refused({ X9: { ...doubled, line: 'X9' }, [declared.line]: same })).toEqual([
      `${at} correction-refused`,
      '#/carbon/X9 correction-refused',
    ]);
    expect(await refused({ [declared.line]: { ...doubled, declaredKg: '-1', year: 'soon' } })).toEqual([
      `${at}/year not-a-year`,
      `${at}/declaredKg negative`,
    ]);
  });

  it('is a different fact for two evaluators who correct it apart, and must be one in all criteria', async () => {
    const tripled = { ...doubled, declaredKg: fractionText(toFraction(declared.declaredKg ?? '0').mul(3)) };
    await lock(INTENSITY, correction({ [doubled.line]: doubled }));
    await lock(INTENSITY, correction({ [doubled.line]: tripled }), DEV);
    const { items } = await getModeration(ports, MODERATOR, REFERENCE);
    expect(items.find(({ bid, item }) => bid === 'B1' && item.rule === INTENSITY)).toMatchObject({
      state: 'to-moderate',
      dissent: true,
      mustModerate: expect.arrayContaining(['The evaluators found different facts.']) as string[],
    });
    await recordConsensus(ports, MODERATOR, REFERENCE, {
      ...finding(INTENSITY, correction({ [doubled.line]: doubled })),
      answersDissent: 'The panel read page 4 with Dev, who agreed that the figure is twice what is stated.',
    });
    await agree(QUALITY, correction({}));
    expect((await getModeration(ports, MODERATOR, REFERENCE)).missing).toContain(
      `carbon line "${doubled.line}" of bid B1 was corrected in C01 and taken otherwise in C02: agree on one value`,
    );
  });
});
