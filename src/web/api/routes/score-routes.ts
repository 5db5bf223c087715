import { z } from 'zod';
import type { MadeFile } from '../../../application/ports.ts';
import type { AssessmentView } from '../../../application/score-procurement.ts';
import { AppError } from '../../../domain/errors.ts';
import type { Person } from '../../../domain/person.ts';
import { canonicalJson } from '../../../scoring/rule-set.ts';
import { PDF, XLSX, ZIP } from '../media-types.ts';
import { type Answer, type ApiRoute, defineRoute } from '../route.ts';
import { assessmentSchema } from '../schemas/assessment.ts';
import { factsSchema, toFacts } from '../schemas/facts.ts';
import { sensitivityReportSchema, toSensitivityJson } from '../schemas/sensitivity.ts';
import { toTryOutJson, tryOutSchema } from '../schemas/try-out.ts';
import { toTrajectoryEffectJson, trajectoryEffectSchema } from '../schemas/trajectory-effect.ts';
import type { ApiServices } from '../services.ts';
import { oneProcurement } from './procurement-routes.ts';

const ASSESSMENT_FAILS = ['not-found', 'not-allowed-in-state', 'conflict'] as const;

const score = defineRoute('POST /procurements/{reference}/score', {
  summary:
    'Score it: a draft as a trial, a closed one with its frozen rules. The same input gives the same assessment again',
  tag: 'Scores',
  params: oneProcurement,
  body: z.strictObject({}),
  successes: { 200: { description: 'The assessment', schema: assessmentSchema } },
  fails: ASSESSMENT_FAILS,
  async handle({ params, person, services }) {
    await services.useCases.scoreProcurement(person, params.reference);
    return { json: toJson(await services.useCases.getAssessment(person, params.reference)) };
  },
});

const assessment = defineRoute('GET /procurements/{reference}/assessment', {
  summary: 'The latest assessment, and what has changed since it was made',
  tag: 'Scores',
  params: oneProcurement,
  successes: { 200: { description: 'The assessment', schema: assessmentSchema } },
  fails: ASSESSMENT_FAILS,
  handle: async ({ params, person, services }) => ({
    json: toJson(await services.useCases.getAssessment(person, params.reference)),
  }),
});

const SENSITIVITY_NOTE = 'Information, not used in the assessment';

const sensitivity = defineRoute('GET /procurements/{reference}/sensitivity', {
  summary: 'How firm the ranking is: of a trial at any time, of real bids once their consensus is locked',
  tag: 'Scores',
  params: oneProcurement,
  successes: {
    200: {
      description: 'One report for each ranking; information, not used in the assessment',
      schema: z.strictObject({
        input_hash: z.string(),
        status: z.enum(['trial', 'draft', 'issued']),
        note: z.literal(SENSITIVITY_NOTE),
        lots: z.array(sensitivityReportSchema),
      }),
    },
  },
  fails: ASSESSMENT_FAILS,
  async handle({ params: { reference }, person, services }) {
    const restored = await services.useCases.restoreAssessment(person, reference);
    const { status } = restored.stored;
    if (restored.sensitivity.length === 0) {
      const message = `How firm the ranking of ${reference} is, is withheld until the consensus is locked, so that nobody scores by it.`;
      throw new AppError('not-allowed-in-state', message);
    }
    const lots = restored.sensitivity.map((report, index) =>
      toSensitivityJson(report, restored.assessment.lots[index]?.lot?.id),
    );
    return { json: { input_hash: restored.assessment.inputHash, status, note: SENSITIVITY_NOTE, lots } };
  },
});

const trajectoryEffect = defineRoute('GET /procurements/{reference}/trajectory-effect', {
  summary:
    'What each bid would do to the trajectory: of a trial at any time, of real bids once their consensus is locked',
  tag: 'Scores',
  params: oneProcurement,
  successes: { 200: { description: 'Information, not used in the assessment', schema: trajectoryEffectSchema } },
  fails: ASSESSMENT_FAILS,
  async handle({ params: { reference }, person, services }) {
    const found = await services.useCases.trajectoryEffect(person, reference);
    if ('effect' in found) return { json: toTrajectoryEffectJson(found.effect) };
    throw new AppError('not-found', `${found.why} ${found.next}`);
  },
});

const record = defineRoute('GET /procurements/{reference}/decision-record.json', {
  summary: 'Everything it takes to compute the assessment again, as canonical JSON',
  tag: 'Scores',
  params: oneProcurement,
  successes: { 200: { description: 'The decision record', mediaType: 'application/json' } },
  fails: ASSESSMENT_FAILS,
  async handle({ params, person, services }) {
    const { record: own } = await services.useCases.getAssessment(person, params.reference);
    return {
      file: new TextEncoder().encode(`${canonicalJson(own)}\n`),
      mediaType: 'application/json',
      fileName: 'decision-record.json',
    };
  },
});

const packZip = packRoute('GET /procurements/{reference}/pack.zip', 'The whole evaluation pack', ZIP, 'pack.zip');
const packXlsx = packRoute(
  'GET /procurements/{reference}/pack.xlsx',
  'The workbook of the pack, with live formulas',
  XLSX,
  'for-council/evaluation-pack.xlsx',
);
const packPdf = packRoute(
  'GET /procurements/{reference}/pack.pdf',
  'The evaluation report',
  PDF,
  'for-council/evaluation-report.pdf',
);

const summary = defineRoute('GET /procurements/{reference}/assessment-summaries/{bid}.pdf', {
  summary: 'The assessment summary for one bidder',
  tag: 'Scores',
  params: oneProcurement.extend({ bid: z.string().min(1).max(200) }),
  query: z.object({ lot: z.string().min(1).max(100).optional() }),
  successes: { 200: { description: 'A PDF', mediaType: PDF } },
  fails: ASSESSMENT_FAILS,
  async handle({ params, query, person, services }) {
    const isWanted = ({ summaryOf }: MadeFile) =>
      summaryOf?.bid === params.bid && (query.lot === undefined || summaryOf.lot === query.lot);
    return packFile(services, person, params.reference, isWanted, PDF);
  },
});

const tryOut = defineRoute('POST /procurements/{reference}/try-out', {
  summary:
    'Try the rules on made-up bids, with the published facts or with the facts sent. Real bids are not read; nothing is stored',
  tag: 'Scores',
  params: oneProcurement,
  body: z.strictObject({ facts: factsSchema.optional() }),
  successes: { 200: { description: 'Who would win, and what ought to be looked at', schema: tryOutSchema } },
  fails: ['not-found', 'invalid-input'],
  async handle({ params, body, person, services }) {
    const subject = body.facts === undefined ? params.reference : toFacts(body.facts);
    return { json: toTryOutJson(await services.useCases.tryOut(person, subject)) };
  },
});

export const scoreRoutes = [
  score,
  assessment,
  sensitivity,
  trajectoryEffect,
  record,
  packZip,
  packXlsx,
  packPdf,
  summary,
  tryOut,
];

function packRoute(key: Parameters<typeof defineRoute>[0], text: string, mediaType: string, name: string): ApiRoute {
  return defineRoute(key, {
    summary: `${text}. A trial says TRIAL, NOT FOR AWARD; a draft says so until it is approved`,
    tag: 'Scores',
    params: oneProcurement,
    successes: { 200: { description: 'The file; the same record gives the same bytes', mediaType } },
    fails: ASSESSMENT_FAILS,
    handle: async ({ params, person, services }) =>
      packFile(services, person, params.reference, (file) => file.name === name, mediaType),
  });
}

async function packFile(
  { useCases }: ApiServices,
  person: Person,
  reference: string,
  isWanted: (file: MadeFile) => boolean,
  mediaType: string,
): Promise<Answer> {
  const file = (await useCases.buildProcurementPack(person, reference)).find(isWanted);
  if (file === undefined) throw new AppError('not-found', `The pack of ${reference} has no such file.`);
  return { file: file.bytes, mediaType, fileName: file.name.split('/').at(-1) ?? file.name };
}

function toJson(view: AssessmentView) {
  const { id, at, by, reason = null, changedSince, defaults, people = [], record } = view;
  const own = record.assessment;
  const bids = own.bids.map((bid) => ({
    ...bid,
    criteria: bid.criteria.map((criterion) => {
      const given = people.find((one) => one.bid === bid.bid && one.lot === bid.lot && one.rule === criterion.rule);
      return given === undefined
        ? criterion
        : { ...criterion, individual: given.individual, agreed: given.agreed ?? criterion.agreed };
    }),
  }));
  return {
    ...own,
    bids,
    id,
    made_at: at,
    made_by: by,
    made_again_because: reason,
    changed_since: changedSince,
    defaults,
  };
}
