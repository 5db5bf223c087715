import type { Request, Response, Router } from 'express';
import { bidOfLotText, isSameBid, stepsOf } from '../../application/award-records.ts';
import type { AwardView } from '../../application/award-queries.ts';
import { AppError } from '../../domain/errors.ts';
import { consensusIsLocked } from '../../domain/lifecycle.ts';
import type { Person } from '../../domain/person.ts';
import { procurementPath } from '../paths.ts';
import { AWARD_FORMS, type AwardForm } from './award-forms.ts';
import { REGISTER_FORM } from './register-form.ts';
import {
  byField,
  field,
  type FormError,
  forPerson,
  goTo,
  type PageServices,
  param,
  query,
  sendFile,
  showPage,
  toFormErrors,
} from './page.ts';
import { contractPath } from './performance-view.ts';
import { PROCUREMENTS } from './procurement-pages.ts';
import { ruleTitles } from './rule-titles.ts';
import { LIGHT_TAGS } from './words.ts';

/** From approval to contract: the award as it stands, its forms, its files, and the note for a supplier. */
export function awardPages(router: Router, services: PageServices): void {
  const { useCases } = services;
  router.get(
    '/procurements/:reference/award',
    forPerson((person, request, response) => showAward(services, person, request, response)),
  );
  for (const form of [...AWARD_FORMS, REGISTER_FORM]) addForm(router, services, form);
  router.get(
    '/procurements/:reference/ocds.json',
    forPerson(async (person, request, response) => {
      const release = await useCases.exportOcds(person, param(request, 'reference'));
      sendFile(response, release, 'ocds-release.json', 'application/json');
    }),
  );
  router.get(
    '/procurements/:reference/editions/:edition/pack.zip',
    forPerson(async (person, request, response) => {
      const edition = Number(param(request, 'edition'));
      const files = await useCases.buildProcurementPack(person, param(request, 'reference'), edition);
      const pack = files.find(({ name }) => name === 'pack.zip');
      if (pack === undefined) throw new AppError('not-found', `There is no edition ${edition}.`);
      sendFile(response, pack.bytes, `pack-edition-${edition}.zip`, 'application/zip');
    }),
  );
  router.get(
    '/procurements/:reference/supplier-notes/:bid',
    forPerson((person, request, response) => showNote(services, person, request, response)),
  );
}

async function showAward(services: PageServices, person: Person, request: Request, response: Response): Promise<void> {
  const { useCases } = services;
  const view = await useCases.getProcurement(person, param(request, 'reference'));
  const award = await useCases.getAward(person, view.reference);
  const path = procurementPath(view.reference);
  const title = 'Award';
  const winners = stepsOf(award.steps, 'award').flatMap((step) => step.winners);
  showPage(services, request, response, 'award', {
    title,
    section: 'procurements',
    breadcrumbs: [PROCUREMENTS, { text: view.reference, href: path }, { text: title }],
    view,
    path,
    award,
    ranked: award.ranked.map((one) => ({ ...one, won: winners.some((winner) => isSameBid(winner, one)) })),
    approvals: stepsOf(award.steps, 'approval').toReversed(),
    redactions: stepsOf(award.steps, 'redaction').map((one) => ({ ...one, of: bidOfLotText(one) })),
    setAsides: stepsOf(award.steps, 'set-aside').map((one) => ({ ...one, of: bidOfLotText(one) })),
    decided: stepsOf(award.steps, 'award').map((one) => ({ ...one, of: one.winners.map(bidOfLotText).join('; ') }))[0],
    standstill: stepsOf(award.steps, 'standstill')[0],
    contract: stepsOf(award.steps, 'contract')[0],
    registered: award.register.flatMap(({ contract, ...bid }) =>
      contract === undefined ? [] : [{ of: bidOfLotText(bid), contract, href: contractPath(contract) }],
    ),
    toRegister: award.register.filter((one) => one.contract === undefined).map(bidOfLotText),
    lights: await lightsOf(services, person, view.reference),
    allSent: award.summaries.every(({ sentOn }) => sentOn !== undefined),
  });
}

/** How firm each ranking is; information that the assessment never used. */
async function lightsOf({ useCases }: PageServices, person: Person, reference: string) {
  const { assessment, sensitivity } = await useCases.restoreAssessment(person, reference);
  return sensitivity.map(({ light, sentence }, index) => ({
    tag: LIGHT_TAGS[light],
    sentence,
    lot: assessment.lots[index]?.lot?.id,
  }));
}

function addForm(router: Router, services: PageServices, form: AwardForm): void {
  const path = `/procurements/:reference/${form.path}`;
  router.get(
    path,
    forPerson((person, request, response) => showForm(services, person, request, response, form, [])),
  );
  router.post(
    path,
    forPerson(async (person, request, response) => {
      const reference = param(request, 'reference');
      const award = await awardSoFar(services, person, reference);
      try {
        await form.act(services.useCases, person, reference, request, award);
        goTo(request, response, `${procurementPath(reference)}/award`, form.done);
      } catch (error) {
        const names = form.fields(award, { ruleTitle: (id) => id }).map(({ name }) => name);
        const errors = refusal(error, names);
        if (errors === undefined) throw error;
        await showForm(services, person, request, response, form, errors);
      }
    }),
  );
}

/** What was refused and why, to be told beside the form: also where the state or the person is the reason. */
function refusal(error: unknown, names: readonly string[]): FormError[] | undefined {
  if (!(error instanceof AppError)) return undefined;
  const isTold = ['invalid-input', 'not-allowed-in-state', 'forbidden'].includes(error.code);
  return isTold ? toFormErrors(new AppError('invalid-input', error.message, error.issues), names) : undefined;
}

async function awardSoFar(
  { useCases }: PageServices,
  person: Person,
  reference: string,
): Promise<AwardView | undefined> {
  const { state } = await useCases.getProcurement(person, reference);
  return consensusIsLocked(state) && state !== 'moderated' ? useCases.getAward(person, reference) : undefined;
}

async function showForm(
  services: PageServices,
  person: Person,
  request: Request,
  response: Response,
  form: AwardForm,
  errors: readonly FormError[],
): Promise<void> {
  const view = await services.useCases.getProcurement(person, param(request, 'reference'));
  const award = await awardSoFar(services, person, view.reference);
  const path = procurementPath(view.reference);
  const titles = ruleTitles(services);
  const asked = form.fields(award, { ruleTitle: (id) => titles.get(id) ?? id });
  const isSent = request.method === 'POST';
  const content = {
    title: form.title,
    section: 'procurements' as const,
    breadcrumbs: [PROCUREMENTS, { text: view.reference, href: path }, { text: form.title }],
    view,
    path,
    back: award === undefined ? path : `${path}/award`,
    form,
    asked: asked.map((one) => ({ ...one, value: isSent ? field(request, one.name) : (one.value ?? '') })),
    lights:
      form.path === 'approve' && consensusIsLocked(view.state) ? await lightsOf(services, person, view.reference) : [],
    errors,
    fieldErrors: byField(errors),
  };
  showPage(services, request, response, 'award-form', content, errors.length === 0 ? 200 : 422);
}

async function showNote(services: PageServices, person: Person, request: Request, response: Response): Promise<void> {
  const reference = param(request, 'reference');
  const note = await services.useCases.supplierNote(person, reference, param(request, 'bid'), query(request, 'lot'));
  const path = procurementPath(reference);
  const title = `Note for ${note.supplier}`;
  showPage(services, request, response, 'supplier-note', {
    title,
    section: 'procurements',
    breadcrumbs: [PROCUREMENTS, { text: reference, href: path }, { text: title }],
    note,
    path,
  });
}
