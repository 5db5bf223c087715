import type { Request, Response, Router } from 'express';
import type { ProcurementView } from '../../application/procurement-queries.ts';
import type { TryOut } from '../../application/try-out.ts';
import type { Person } from '../../domain/person.ts';
import { roundHalfUp } from '../../domain/quantity.ts';
import { procurementPath } from '../paths.ts';
import { getUploadedFile } from '../upload.ts';
import {
  byField,
  field,
  type FormError,
  forPerson,
  goTo,
  type PageServices,
  param,
  revisionOf,
  showPage,
  toFormErrors,
} from './page.ts';
import { PROCUREMENTS } from './procurement-pages.ts';
import { standingOf } from './standing.ts';
import { revisePages } from './revise-pages.ts';

type Form = {
  readonly errors?: readonly FormError[];
  readonly values?: Readonly<Record<string, string>>;
};

/** Publishing, adopting, opening, closing, cancelling and scoring a procurement. */
export function movePages(router: Router, services: PageServices): void {
  const { useCases } = services;
  addMove(router, services, 'publish', ['reason'], async (person, reference, request) => {
    const reason = field(request, 'reason');
    const given = reason === '' ? {} : { reason };
    await useCases.publishProcurement(person, reference, { ...revisionOf(request), ...given });
    return 'The rules are published and locked. Open the procurement for bids next.';
  });
  addMove(router, services, 'adopt', ADOPT_FIELDS, async (person, reference, request) => {
    const isSent = request.file !== undefined && request.file.size > 0;
    await useCases.adoptProcurement(person, reference, {
      ...revisionOf(request),
      noticeReference: field(request, 'noticeReference'),
      ruleSetSha256: field(request, 'ruleSetSha256'),
      confirmedBy: field(request, 'confirmedBy'),
      ...(isSent ? { methodologyFile: await getUploadedFile(request) } : {}),
    });
    return 'The rules published elsewhere are adopted and locked. Open the procurement for bids next.';
  });
  addMove(router, services, 'close', ['reason'], async (person, reference, request) => {
    await useCases.closeProcurement(person, reference, { ...revisionOf(request), reason: field(request, 'reason') });
    return 'Bidding is closed and the bids are unsealed. Score them next.';
  });
  addMove(router, services, 'cancel', ['reason'], async (person, reference, request) => {
    await useCases.cancelProcurement(person, reference, { ...revisionOf(request), reason: field(request, 'reason') });
    return 'The procurement is cancelled. Its records are kept.';
  });
  addPlainMoves(router, services);
  revisePages(router, services);
}

const ADOPT_FIELDS = ['noticeReference', 'methodologyFile', 'ruleSetSha256', 'confirmedBy'];

/** Moves that ask nothing: one button on the page of the procurement. */
function addPlainMoves(router: Router, { useCases }: PageServices): void {
  router.post(
    '/procurements/:reference/open',
    forPerson(async (person, request, response) => {
      const reference = param(request, 'reference');
      await useCases.openProcurement(person, reference, revisionOf(request));
      goTo(request, response, procurementPath(reference), 'It is open for bids.');
    }),
  );
  router.post(
    '/procurements/:reference/score',
    forPerson(async (person, request, response) => {
      const reference = param(request, 'reference');
      const { status } = await useCases.scoreProcurement(person, reference);
      const done = status === 'trial' ? 'Scored as a trial. Nothing may be awarded on it.' : 'The bids are scored.';
      goTo(request, response, procurementPath(reference), done);
    }),
  );
}

/** A move that asks something first: its page, and the page again with what is wrong. */
function addMove(
  router: Router,
  services: PageServices,
  move: 'publish' | 'adopt' | 'close' | 'cancel',
  fields: readonly string[],
  act: (person: Person, reference: string, request: Request) => Promise<string>,
): void {
  router.get(
    `/procurements/:reference/${move}`,
    forPerson((person, request, response) => showMove(services, person, request, response, move, {})),
  );
  router.post(
    `/procurements/:reference/${move}`,
    forPerson(async (person, request, response) => {
      const reference = param(request, 'reference');
      try {
        goTo(request, response, procurementPath(reference), await act(person, reference, request));
      } catch (error) {
        const errors = toFormErrors(error, fields);
        if (errors === undefined) throw error;
        const values = Object.fromEntries(fields.map((name) => [name, field(request, name)]));
        await showMove(services, person, request, response, move, { errors, values });
      }
    }),
  );
}

const MOVE_TITLES = {
  publish: 'Publish the rules',
  adopt: 'Adopt rules published elsewhere',
  close: 'Close bidding',
  cancel: 'Cancel this procurement',
} as const;

async function showMove(
  services: PageServices,
  person: Person,
  request: Request,
  response: Response,
  move: keyof typeof MOVE_TITLES,
  { errors = [], values = {} }: Form,
): Promise<void> {
  const { useCases, people } = services;
  const view = await useCases.getProcurement(person, param(request, 'reference'));
  const path = procurementPath(view.reference);
  const title = MOVE_TITLES[move];
  const content = {
    title,
    section: 'procurements' as const,
    breadcrumbs: [PROCUREMENTS, { text: view.reference, href: path }, { text: title }],
    view,
    path,
    move: view.moves.find((one) => one.move === move),
    banner: standingOf(view),
    errors,
    fieldErrors: byField(errors),
    values,
    colleagues: people.filter(({ id }) => id !== person.id).map(({ name }) => name),
    ...(move === 'publish' ? { check: await checkOf(services, person, view) } : {}),
  };
  showPage(services, request, response, `move-${move}`, content, errors.length === 0 ? 200 : 422);
}

/** What ought to be looked at before the rules are locked. */
async function checkOf({ useCases }: PageServices, person: Person, view: ProcurementView) {
  const tried = await useCases.tryOut(person, view.reference);
  return { lots: tried.lots.map(toLotCheck), findings: tried.findings };
}

/** The price that the weights put on a tonne, beside the UK values. */
export function toLotCheck({ assessment, sentence, warnings }: TryOut['lots'][number]) {
  const { lot, impliedCarbonPrice: price } = assessment;
  return {
    title: lot === undefined ? undefined : `Lot ${lot.id}: ${lot.title}`,
    sentence,
    warnings,
    price:
      price === undefined
        ? undefined
        : {
            implied: roundHalfUp(price.poundsPerTonne, 0),
            year: price.year,
            low: roundHalfUp(price.low, 0),
            central: roundHalfUp(price.central, 0),
            high: roundHalfUp(price.high, 0),
            isBelowLow: price.isBelowLow,
          },
  };
}
