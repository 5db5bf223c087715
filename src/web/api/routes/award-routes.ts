import type { Request } from 'express';
import { z } from 'zod';
import { AppError } from '../../../domain/errors.ts';
import type { Person } from '../../../domain/person.ts';
import { ZIP } from '../media-types.ts';
import { type ApiRoute, defineRoute } from '../route.ts';
import {
  approvalBody,
  awardBody,
  awardSchema,
  contractBody,
  editionBody,
  redactionBody,
  setAsideBody,
  standstillBody,
  summarySentBody,
  supplierNoteSchema,
  toAwardJson,
  toBidOfLot,
  toSupplierNoteJson,
} from '../schemas/award.ts';
import type { ApiServices } from '../services.ts';
import { asItIs, CHANGE_FAILS, CHANGED, oneProcurement, revisionFor } from './procurement-routes.ts';

type Seen = { readonly revision: number };
type Act<B> = (services: ApiServices, person: Person, reference: string, input: Seen, body: B) => Promise<unknown>;

/** A change of the award: every one takes If-Match, and answers with the procurement as it is then. */
function change<B extends z.ZodType>(
  key: Parameters<typeof defineRoute>[0],
  summary: string,
  body: B,
  act: Act<z.output<B>>,
): ApiRoute {
  return defineRoute(key, {
    summary,
    tag: 'Award',
    params: oneProcurement,
    body,
    takesIfMatch: true,
    successes: CHANGED,
    fails: [...CHANGE_FAILS, 'forbidden'],
    async handle({ params: { reference }, body: given, person, request, services }) {
      await act(services, person, reference, await seenBy(services, person, reference, request), given);
      return asItIs(services, person, reference);
    },
  });
}

const seenBy = (services: ApiServices, person: Person, reference: string, request: Request): Promise<Seen> =>
  revisionFor(services, person, reference, request);

const approve = change(
  'POST /procurements/{reference}/approve',
  'A second person approves the agreed assessment: it is issued as edition 1, and its first-ranked bids are the proposed award',
  approvalBody,
  ({ useCases }, person, reference, seen, { acknowledgement }) =>
    useCases.approveProcurement(person, reference, { ...seen, ...optional({ acknowledgement }) }),
);

const edition = change(
  'POST /procurements/{reference}/editions',
  'Issue another edition, with its reason; the earlier ones stay',
  editionBody,
  ({ useCases }, person, reference, seen, { reason, acknowledgement }) =>
    useCases.issueEdition(person, reference, { ...seen, reason, ...optional({ acknowledgement }) }),
);

const redact = change(
  'POST /procurements/{reference}/redactions',
  'Withhold an explanation of a bid, or words of it, from other bidders; the next edition leaves it out',
  redactionBody,
  ({ useCases }, person, reference, seen, { rule, words, reason, ...bid }) =>
    useCases.redactExplanation(person, reference, {
      ...seen,
      ...toBidOfLot(bid),
      rule,
      reason,
      ...optional({ words }),
    }),
);

const summarySent = change(
  'POST /procurements/{reference}/summaries-sent',
  'Record the day on which a bidder was sent its assessment summary of the latest edition',
  summarySentBody,
  ({ useCases }, person, reference, seen, { sent_on: sentOn, ...bid }) =>
    useCases.recordSummarySent(person, reference, { ...seen, ...toBidOfLot(bid), sentOn }),
);

const setAside = change(
  'POST /procurements/{reference}/set-asides',
  'Record that a bid is withdrawn, excluded or disregarded, whether the Act obliges to it, and why',
  setAsideBody,
  ({ useCases }, person, reference, seen, { ground, duty, code, reason, ...bid }) =>
    useCases.setAsideBid(person, reference, {
      ...seen,
      ...toBidOfLot(bid),
      ground,
      duty,
      reason,
      ...optional({ code }),
    }),
);

const award = change(
  'POST /procurements/{reference}/award',
  'Award the first-ranked bid of each lot, or the next where each higher one is out with its grounds on record',
  awardBody,
  ({ useCases }, person, reference, seen, { winners, reason }) =>
    useCases.awardProcurement(person, reference, { ...seen, winners: winners.map(toBidOfLot), reason }),
);

const standstill = change(
  'POST /procurements/{reference}/start-standstill',
  'Record the contract award notice, after every summary was sent; the end of the standstill is computed',
  standstillBody,
  ({ useCases }, person, reference, seen, { notice_reference: noticeReference, notice_date: noticeDate, ends }) =>
    useCases.startStandstill(person, reference, { ...seen, noticeReference, noticeDate, ...optional({ ends }) }),
);

const contract = change(
  'POST /procurements/{reference}/contract',
  'Record that the contract was entered into, after the standstill',
  contractBody,
  ({ useCases }, person, reference, seen, { signed_on: signedOn }) =>
    useCases.enterContract(person, reference, { ...seen, signedOn }),
);

const READ_FAILS = ['not-found', 'not-allowed-in-state', 'conflict'] as const;

const show = defineRoute('GET /procurements/{reference}/award', {
  summary: 'From approval to contract: what is on record, who can be awarded, which summaries are still to be sent',
  tag: 'Award',
  params: oneProcurement,
  successes: { 200: { description: 'The award as it stands', schema: awardSchema } },
  fails: READ_FAILS,
  handle: async ({ params, person, services }) => ({
    json: toAwardJson(await services.useCases.getAward(person, params.reference)),
  }),
});

const ocds = defineRoute('GET /procurements/{reference}/ocds.json', {
  summary: 'An Open Contracting Data Standard 1.1 release of the procurement as it stands',
  tag: 'Award',
  params: oneProcurement,
  successes: { 200: { description: 'The release', mediaType: 'application/json' } },
  fails: READ_FAILS,
  handle: async ({ params, person, services }) => ({
    file: await services.useCases.exportOcds(person, params.reference),
    mediaType: 'application/json',
    fileName: 'ocds-release.json',
  }),
});

const editionPack = defineRoute('GET /procurements/{reference}/editions/{edition}/pack.zip', {
  summary: 'The pack of an edition, the same bytes whenever it is downloaded',
  tag: 'Award',
  params: oneProcurement.extend({ edition: z.coerce.number().int().min(1).max(10_000) }),
  successes: { 200: { description: 'A zip file', mediaType: ZIP } },
  fails: READ_FAILS,
  async handle({ params, person, services }) {
    const files = await services.useCases.buildProcurementPack(person, params.reference, params.edition);
    const pack = files.find(({ name }) => name === 'pack.zip');
    if (pack === undefined) throw new AppError('not-found', `${params.reference} has no such pack.`);
    return { file: pack.bytes, mediaType: ZIP, fileName: `pack-edition-${params.edition}.zip` };
  },
});

const note = defineRoute('GET /procurements/{reference}/supplier-notes/{bid}', {
  summary:
    'For each award criterion the smallest change that would have earned the next mark. Internal until the standstill ends',
  tag: 'Award',
  params: oneProcurement.extend({ bid: z.string().min(1).max(200) }),
  query: z.object({ lot: z.string().min(1).max(100).optional() }),
  successes: { 200: { description: 'The note', schema: supplierNoteSchema } },
  fails: READ_FAILS,
  handle: async ({ params, query, person, services }) => ({
    json: toSupplierNoteJson(await services.useCases.supplierNote(person, params.reference, params.bid, query.lot)),
  }),
});

export const awardRoutes = [
  approve,
  edition,
  redact,
  summarySent,
  setAside,
  award,
  standstill,
  contract,
  show,
  ocds,
  editionPack,
  note,
];

/** Only what was sent: an absent field stays absent. */
function optional<Name extends string>(
  given: Readonly<Record<Name, string | undefined>>,
): Partial<Record<Name, string>> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<
    Record<Name, string>
  >;
}
