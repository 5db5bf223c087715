import type { Request, Response, Router } from 'express';
import { OFFICERS, requireRole } from '../../application/roles.ts';
import { AppError } from '../../domain/errors.ts';
import { LISTED_ISSUES } from '../../domain/issue.ts';
import type { Person } from '../../domain/person.ts';
import { procurementPath } from '../paths.ts';
import { getUploadedFile } from '../upload.ts';
import { toError, toFaultRow } from './fault-rows.ts';
import { byField, field, forPerson, goTo, type PageServices, param, revisionOf, sendFile, showPage } from './page.ts';
import { PROCUREMENTS } from './procurement-pages.ts';
import { counted } from './words.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** What a browser takes for a workbook that is not imported; any other failure is shown as one. */
const REFUSALS = ['invalid-input', 'unsupported-file', 'too-large', 'not-allowed-in-state'];
/** Fields beside the file, by the end of a fault's pointer. */
const FIELDS: Readonly<Record<string, string>> = { reason: 'changeReason' };

/** The workbook of a council that evaluates elsewhere: its template, its upload, and what is wrong with it. */
export function agreedScoresPages(router: Router, services: PageServices): void {
  const { useCases } = services;
  const address = '/procurements/:reference/evaluation/elsewhere';
  router.get(
    `${address}/template.xlsx`,
    forPerson(async (person, request, response) => {
      const { name, bytes } = await useCases.agreedScoresTemplate(person, param(request, 'reference'));
      sendFile(response, bytes, name, XLSX);
    }),
  );
  router.get(
    address,
    forPerson((person, request, response) => showForm(services, person, request, response)),
  );
  router.post(
    address,
    forPerson((person, request, response) => upload(services, person, request, response)),
  );
}

async function upload(services: PageServices, person: Person, request: Request, response: Response): Promise<void> {
  const reference = param(request, 'reference');
  const changeReason = field(request, 'changeReason');
  try {
    if (request.file === undefined || request.file.size === 0) {
      throw new AppError('invalid-input', request.file === undefined ? 'Choose a file' : 'The file is empty');
    }
    const { recorded, items, warnings } = await services.useCases.importAgreedScores(person, reference, {
      ...revisionOf(request),
      file: await getUploadedFile(request),
      ...(changeReason === '' ? {} : { changeReason }),
    });
    const looks =
      warnings.length === 0 ? '' : ` ${counted(warnings.length, 'warning')} to look at on the page Moderation.`;
    const done =
      recorded === 0
        ? 'Nothing differs from what is on record.'
        : `${counted(recorded, 'item')} of ${items} recorded as evaluated elsewhere.`;
    goTo(request, response, `${procurementPath(reference)}/evaluation`, `${done}${looks}`);
  } catch (error) {
    if (!(error instanceof AppError) || !REFUSALS.includes(error.code)) throw error;
    await showForm(services, person, request, response, error);
  }
}

/** The form, and what is wrong with what was sent: faults by cell, or why nothing can be imported. */
async function showForm(
  services: PageServices,
  person: Person,
  request: Request,
  response: Response,
  failure?: AppError,
): Promise<void> {
  requireRole(person, ...OFFICERS);
  const reference = param(request, 'reference');
  const { record, elsewhere } = await services.useCases.getEvaluation(person, reference);
  const path = procurementPath(reference);
  const title = 'Import what was agreed elsewhere';
  const content = {
    title,
    section: 'procurements' as const,
    breadcrumbs: [
      PROCUREMENTS,
      { text: reference, href: path },
      { text: 'Evaluation', href: `${path}/evaluation` },
      { text: title },
    ],
    record,
    elsewhere,
    path,
    values: { changeReason: field(request, 'changeReason') },
    ...faultContent(failure),
  };
  showPage(services, request, response, 'agreed-scores', content, failure === undefined ? 200 : 422);
}

function faultContent(failure: AppError | undefined) {
  const issues = failure?.issues ?? [];
  const ofForm = issues.flatMap(({ pointer, message, sheet }) => {
    const about = sheet === undefined ? FIELDS[pointer.replace('#/', '')] : undefined;
    return about === undefined ? [] : [{ text: message, href: `#${about}`, field: about }];
  });
  if (failure === undefined || ofForm.length > 0) return { errors: ofForm, fieldErrors: byField(ofForm), listed: [] };
  const isByCell = issues.some(({ sheet }) => sheet !== undefined);
  const [first = ''] = failure.message.split('\n');
  const message = isByCell ? 'The workbook has faults; nothing was stored' : first;
  const listed = isByCell ? issues.slice(0, LISTED_ISSUES) : [];
  return {
    errors: [{ text: message, href: '#file' }, ...listed.map(toError)],
    fieldErrors: { file: { text: message } },
    listed: listed.map(toFaultRow),
    hidden: isByCell ? issues.length - listed.length : 0,
  };
}
