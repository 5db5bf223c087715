import type { Request, Response, Router } from 'express';
import { FACTOR_KEEPERS, requireRole } from '../../application/roles.ts';
import { setKindOf, usedFor } from '../../application/set-kinds.ts';
import { setsInForce } from '../../application/sets-in-force.ts';
import { type ConversionFactor, type FactorSet, factorSetName } from '../../domain/conversion-factor.ts';
import { AppError } from '../../domain/errors.ts';
import { LISTED_ISSUES } from '../../domain/issue.ts';
import type { Person } from '../../domain/person.ts';
import { factorSetPath } from '../paths.ts';
import { getUploadedFile } from '../upload.ts';
import { factorDifferencePage } from './factor-difference-page.ts';
import { FACTOR_SETS, nextPage } from './factor-addresses.ts';
import { toError, toFaultRow } from './fault-rows.ts';
import {
  byField,
  field,
  type FormError,
  forPerson,
  goTo,
  hasRole,
  pageRequest,
  type PageServices,
  param,
  query,
  sendFile,
  showPage,
  toFormErrors,
} from './page.ts';
import { FACTOR_SCOPE_WORDS, FACTOR_SET_TAGS } from './words.ts';

/** What a browser takes for an upload that cannot be imported; any other failure is shown as one. */
const REFUSALS = ['invalid-input', 'unsupported-file', 'too-large'];

/** The sets of conversion factors: what they hold, what changed, their import and approval. */
export function factorPages(router: Router, services: PageServices): void {
  const { useCases } = services;
  router.get(
    FACTOR_SETS.href,
    forPerson(async (person, request, response) => {
      const sets = await useCases.listFactorSets(person);
      const inForce = new Set(setsInForce(sets).map(({ id }) => id));
      showPage(services, request, response, 'factor-sets', {
        title: FACTOR_SETS.text,
        section: 'factors',
        kinds: [...Map.groupBy(sets, ({ kind }) => kind)].map(([kind, own]) => ({
          kind,
          words: setKindOf(kind).words,
          sets: own.map((set) => ({ ...toListed(set), isInForce: inForce.has(set.id) })),
        })),
        mayKeep: mayKeep(person),
      });
    }),
  );
  router.get(
    `${FACTOR_SETS.href}/new`,
    forPerson(async (person, request, response) => {
      requireRole(person, ...FACTOR_KEEPERS);
      showUpload(services, request, response);
    }),
  );
  router.post(
    `${FACTOR_SETS.href}/import`,
    forPerson((person, request, response) => upload(services, person, request, response)),
  );
  router.get(
    `${FACTOR_SETS.href}/:set`,
    forPerson((person, request, response) => showSet(services, person, request, response)),
  );
  router.get(
    `${FACTOR_SETS.href}/:set/original`,
    forPerson(async (person, request, response) => {
      const { bytes, name } = await useCases.factorSetFile(person, param(request, 'set'));
      sendFile(response, bytes, name, 'application/octet-stream');
    }),
  );
  router.post(
    `${FACTOR_SETS.href}/:set/approve`,
    forPerson((person, request, response) => approve(services, person, request, response)),
  );
  factorDifferencePage(router, services);
}

function toListed(set: FactorSet) {
  return { set, name: factorSetName(set), href: factorSetPath(set.id), tag: FACTOR_SET_TAGS[set.status] };
}

function mayKeep(person: Person): boolean {
  return hasRole(person, ...FACTOR_KEEPERS);
}

async function upload(services: PageServices, person: Person, request: Request, response: Response): Promise<void> {
  if (request.file === undefined || request.file.size === 0) {
    const missing = request.file === undefined ? 'Choose a file' : 'The file is empty';
    showUpload(services, request, response, new AppError('invalid-input', missing));
    return;
  }
  try {
    const { set, isNew } = await services.useCases.importFactorSet(person, await getUploadedFile(request));
    const done = isNew
      ? `${set.id} is imported as a draft. See what changed, then approve it.`
      : `This file was imported before, as ${set.id}. Nothing was done.`;
    goTo(request, response, factorSetPath(set.id), done);
  } catch (error) {
    if (!(error instanceof AppError) || !REFUSALS.includes(error.code)) throw error;
    showUpload(services, request, response, error);
  }
}

/** The form, and what is wrong with the file that was sent with it: its faults by cell, or why it is none of ours. */
function showUpload(services: PageServices, request: Request, response: Response, failure?: AppError): void {
  const issues = failure?.issues ?? [];
  const isByCell = issues.some(({ cell }) => cell !== undefined);
  const message = isByCell ? 'The file has faults; nothing was stored' : failure?.message.split('\n')[0];
  const listed = isByCell ? issues.slice(0, LISTED_ISSUES) : [];
  const title = 'Import a published table';
  const content = {
    title,
    section: 'factors' as const,
    breadcrumbs: [FACTOR_SETS, { text: title }],
    error: message,
    errors: message === undefined ? [] : [{ text: message, href: '#file' }, ...listed.map(toError)],
    listed: listed.map(toFaultRow),
    hidden: isByCell ? issues.length - listed.length : 0,
  };
  showPage(services, request, response, 'factor-import', content, failure === undefined ? 200 : 422);
}

async function approve(services: PageServices, person: Person, request: Request, response: Response): Promise<void> {
  const id = param(request, 'set');
  const note = field(request, 'note');
  try {
    const set = await services.useCases.approveFactorSet(person, id, note === '' ? {} : { note });
    goTo(request, response, factorSetPath(id), `You approved ${id}. It is now used for ${usedFor(set)}.`);
  } catch (error) {
    const errors = toFormErrors(error, ['note']);
    if (errors === undefined) throw error;
    await showSet(services, person, request, response, errors);
  }
}

async function showSet(
  services: PageServices,
  person: Person,
  request: Request,
  response: Response,
  errors: readonly FormError[] = [],
): Promise<void> {
  const { useCases } = services;
  const set = await useCases.getFactorSet(person, param(request, 'set'));
  const [text, unit] = [query(request, 'q'), query(request, 'unit')];
  const filter = { set: set.id, ...(text === undefined ? {} : { text }), ...(unit === undefined ? {} : { unit }) };
  const found = await useCases.listFactors(person, filter, pageRequest(request, 25));
  const content = {
    title: factorSetName(set),
    section: 'factors' as const,
    breadcrumbs: [FACTOR_SETS, { text: set.id }],
    set,
    row: setKindOf(set.kind).row,
    usedFor: usedFor(set),
    path: factorSetPath(set.id),
    status: FACTOR_SET_TAGS[set.status],
    counts: toCountRows(set),
    factors: found.items.map(toFactorRow),
    next: found.next === undefined ? undefined : nextPage(request, found.next),
    filter: { text: text ?? '', unit: unit ?? '' },
    units: set.counts.byUnit.map(({ name }) => name),
    mayApprove: set.origin === 'imported' && set.status === 'draft' && mayKeep(person),
    errors,
    fieldErrors: byField(errors),
    note: field(request, 'note'),
  };
  showPage(services, request, response, 'factor-set', content, errors.length === 0 ? 200 : 422);
}

function toCountRows({ counts }: FactorSet) {
  return [
    ...counts.byScope.map((one) => ({ ...one, kind: 'Scope', name: FACTOR_SCOPE_WORDS[scopeOf(one.name)] })),
    ...counts.byUnit.map((one) => ({ ...one, kind: 'Unit' })),
  ];
}

function scopeOf(name: string): keyof typeof FACTOR_SCOPE_WORDS {
  return name in FACTOR_SCOPE_WORDS ? (name as keyof typeof FACTOR_SCOPE_WORDS) : 'outside';
}

function toFactorRow(factor: ConversionFactor) {
  const { category, electricity, scope, value, valueText } = factor;
  return {
    factor,
    scope: `${FACTOR_SCOPE_WORDS[scope]}${category === undefined ? '' : `, category ${category}`}`,
    value: value ?? (valueText === undefined ? 'None published' : `${valueText}, no number`),
    remark: electricity === 'contained' ? 'Contains the vehicle’s electricity: add none to it' : '',
  };
}
