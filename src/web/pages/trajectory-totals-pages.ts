import type { Request, Response, Router } from 'express';
import { aboutTotalsSchema, toAboutTotals } from '../../application/read-stated-plan.ts';
import { CARBON_KEEPERS, requireRole } from '../../application/roles.ts';
import { AppError } from '../../domain/errors.ts';
import { LISTED_ISSUES, toIssues } from '../../domain/issue.ts';
import type { Person } from '../../domain/person.ts';
import { getUploadedFile } from '../upload.ts';
import { toError, toFaultRow } from './fault-rows.ts';
import { byField, field, type FormError, forPerson, goTo, type PageServices, query, showPage } from './page.ts';
import { TRAJECTORY } from './trajectory-view.ts';
import { counted } from './words.ts';

const NAMES = ['organisation', 'boundary', 'source', 'method', 'reason'] as const;
const METHODS = { spend: 'Mostly spending and estimates', 'supplier-data': 'Mostly meters or suppliers’ figures' };
/** What a browser takes for an upload that cannot be imported; any other failure is shown as one. */
const REFUSALS = ['invalid-input', 'unsupported-file', 'too-large'];

/** The form by which the yearly totals of an operational line come in from a file. */
export function totalsPages(router: Router, services: PageServices): void {
  router.get(
    `${TRAJECTORY.href}/totals/new`,
    forPerson(async (person, request, response) => {
      requireRole(person, ...CARBON_KEEPERS);
      const values = { organisation: person.organisation, boundary: query(request, 'boundary') ?? 'ict-operations' };
      showForm(services, request, response, values);
    }),
  );
  router.post(
    `${TRAJECTORY.href}/totals`,
    forPerson((person, request, response) => upload(services, person, request, response)),
  );
}

async function upload(services: PageServices, person: Person, request: Request, response: Response): Promise<void> {
  const values = Object.fromEntries(NAMES.map((name) => [name, field(request, name)]));
  const read = aboutTotalsSchema.safeParse(
    Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '')),
  );
  const errors = read.success ? [] : toIssues(read.error).map(aboutField);
  const hasFile = request.file !== undefined && request.file.size > 0;
  if (!hasFile) errors.push({ text: 'Choose a file that is not empty', href: '#file', field: 'file' });
  if (!read.success || !hasFile) {
    showForm(services, request, response, values, errors);
    return;
  }
  try {
    const file = await getUploadedFile(request);
    const record = await services.useCases.importYearlyTotals(person, file, toAboutTotals(read.data));
    const done = `On record for ${record.boundary}: ${counted(record.totals.length, 'year')}.`;
    const address = new URLSearchParams({ organisation: record.bearer, boundary: record.boundary });
    goTo(request, response, `${TRAJECTORY.href}?${address.toString()}`, done);
  } catch (error) {
    if (!(error instanceof AppError) || !REFUSALS.includes(error.code)) throw error;
    showForm(services, request, response, values, [], error);
  }
}

function aboutField({ pointer, message }: { readonly pointer: string; readonly message: string }): FormError {
  const name = pointer.slice(2);
  const text =
    name === 'method' ? 'Choose what the totals rest on' : name === 'boundary' ? message : 'Enter some words';
  return { text, href: `#${name}`, field: name };
}

function showForm(
  services: PageServices,
  request: Request,
  response: Response,
  values: Readonly<Record<string, string>>,
  errors: readonly FormError[] = [],
  failure?: AppError,
): void {
  const issues = failure?.issues ?? [];
  const isByCell = issues.some(({ cell }) => cell !== undefined);
  const listed = isByCell ? issues.slice(0, LISTED_ISSUES) : [];
  const message = isByCell ? 'The file has faults; nothing was stored' : failure?.message.split('\n')[0];
  const ofFile = message === undefined ? [] : [{ text: message, href: '#file', field: 'file' }];
  const title = 'Yearly totals from a file';
  const content = {
    title,
    section: 'trajectory' as const,
    breadcrumbs: [TRAJECTORY, { text: title }],
    values,
    errors: [...errors, ...ofFile, ...listed.map(toError)],
    errorOf: byField([...errors, ...ofFile]),
    listed: listed.map(toFaultRow),
    methods: Object.entries(METHODS).map(([value, text]) => ({ value, text, checked: values['method'] === value })),
  };
  showPage(services, request, response, 'trajectory-totals', content, content.errors.length === 0 ? 200 : 422);
}
