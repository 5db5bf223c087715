import type { Request, Response, Router } from 'express';
import { CARBON_KEEPERS } from '../../application/roles.ts';
import { CHANGE_KINDS, changeText, SCENARIO_MARK } from '../../application/scenario-words.ts';
import { AppError } from '../../domain/errors.ts';
import type { Person } from '../../domain/person.ts';
import type { ScenarioChangeKind } from '../../domain/scenario.ts';
import {
  byField,
  field,
  type FormError,
  forPerson,
  goTo,
  hasRole,
  type PageServices,
  param,
  query,
  revisionOf,
  showPage,
  toFormErrors,
} from './page.ts';
import { chartFiles } from './chart-files.ts';
import { changeFields, parseChangeKind, readChange } from './scenario-forms.ts';
import {
  changesView,
  linesPicture,
  linesView,
  type NamedLine,
  scenarioLines,
  scenarioName,
  type TwoLines,
} from './scenario-view.ts';

const SCENARIOS = { text: 'Scenarios', href: '/scenarios' };
const NEW_FIELDS = ['name', 'reason'];

/** What might be: scenarios with their changes and lines, forms for them, and two side by side. */
export function scenarioPages(router: Router, services: PageServices): void {
  const page = (
    show: (services: PageServices, person: Person, request: Request, response: Response) => Promise<void>,
  ) => forPerson((person, request, response) => show(services, person, request, response));
  router.get('/scenarios', page(showList));
  router.get('/scenarios/new', page(showNew));
  router.post('/scenarios/new', page(create));
  router.get('/scenarios/comparison', page(showComparison));
  chartFiles(router, services, '/scenarios/comparison/lines', async (person, request) =>
    linesPicture(await linesAsked(services, person, request)),
  );
  router.get('/scenarios/:name', page(showScenario));
  chartFiles(router, services, '/scenarios/:name/line', async (person, request) =>
    linesPicture(scenarioLines(await services.useCases.scenarioTrajectory(person, param(request, 'name')))),
  );
  router.get('/scenarios/:name/change', page(showChange));
  router.post('/scenarios/:name/change', page(addChange));
  router.post('/scenarios/:name/leave-out', page(leaveOut));
}

function scenarioPath(name: string): string {
  return `${SCENARIOS.href}/${encodeURIComponent(name)}`;
}

function mayKeep(person: Person): boolean {
  return hasRole(person, ...CARBON_KEEPERS);
}

async function showList(services: PageServices, person: Person, request: Request, response: Response): Promise<void> {
  const scenarios = await services.useCases.listScenarios(person);
  showPage(services, request, response, 'scenarios', {
    title: SCENARIOS.text,
    section: 'trajectory',
    scenarios: scenarios.map((one) => ({ ...one, href: scenarioPath(one.name), count: one.changes.length })),
    options: optionsOf(scenarios),
    mayKeep: mayKeep(person),
  });
}

function optionsOf(scenarios: readonly { readonly name: string }[], chosen = '') {
  const record = { value: '', text: 'What is on record', selected: chosen === '' };
  return [record, ...scenarios.map(({ name }) => ({ value: name, text: name, selected: name === chosen }))];
}

async function showNew(
  services: PageServices,
  person: Person,
  request: Request,
  response: Response,
  errors: readonly FormError[] = [],
): Promise<void> {
  const title = 'New scenario';
  const content = {
    title,
    section: 'trajectory' as const,
    breadcrumbs: [SCENARIOS, { text: title }],
    mayKeep: mayKeep(person),
    values: { name: field(request, 'name'), reason: field(request, 'reason') },
    errors,
    fieldErrors: byField(errors),
  };
  showPage(services, request, response, 'scenario-new', content, errors.length === 0 ? 200 : 422);
}

async function create(services: PageServices, person: Person, request: Request, response: Response): Promise<void> {
  const given = { name: field(request, 'name'), reason: field(request, 'reason'), changes: [] };
  try {
    const { name } = await services.useCases.saveScenario(person, given);
    goTo(request, response, scenarioPath(name), 'The scenario is kept. Add what would change.');
  } catch (error) {
    const isTaken = error instanceof AppError && error.code === 'conflict';
    const told = isTaken ? new AppError('invalid-input', error.message) : error;
    const errors = toFormErrors(told, NEW_FIELDS);
    if (errors === undefined) throw error;
    await showNew(services, person, request, response, errors);
  }
}

async function showScenario(
  services: PageServices,
  person: Person,
  request: Request,
  response: Response,
): Promise<void> {
  const { useCases } = services;
  const { latest, versions } = await useCases.getScenario(person, param(request, 'name'));
  const found = await orWhy(useCases.scenarioTrajectory(person, latest.name));
  const others = (await useCases.listScenarios(person)).filter(({ name }) => name !== latest.name);
  showPage(services, request, response, 'scenario', {
    title: latest.name,
    section: 'trajectory',
    breadcrumbs: [SCENARIOS, { text: latest.name }],
    mark: SCENARIO_MARK,
    scenario: latest,
    path: scenarioPath(latest.name),
    versions: versions.toReversed(),
    changes: changesView(latest, 'found' in found ? found.found.changeGrams : []),
    line: 'found' in found ? linesView(scenarioLines(found.found), `${scenarioPath(latest.name)}/line`) : undefined,
    why: 'why' in found ? found.why : undefined,
    kinds: Object.entries(CHANGE_KINDS).map(([kind, text]) => ({ kind, text })),
    others: optionsOf(others),
    mayKeep: mayKeep(person),
  });
}

/** What a use case found, or why a line cannot be drawn: no plan has been stated. */
async function orWhy<T>(work: Promise<T>): Promise<{ readonly found: T } | { readonly why: string }> {
  try {
    return { found: await work };
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') return { why: error.message };
    throw error;
  }
}

async function showComparison(
  services: PageServices,
  person: Person,
  request: Request,
  response: Response,
): Promise<void> {
  const [a, b] = twoAsked(request);
  const both = await orWhy(linesAsked(services, person, request));
  const scenarios = await services.useCases.listScenarios(person);
  const address = new URLSearchParams({ a: a ?? '', b: b ?? '' }).toString();
  const title = 'Two lines side by side';
  showPage(services, request, response, 'scenario-comparison', {
    title,
    section: 'trajectory',
    breadcrumbs: [SCENARIOS, { text: title }],
    mark: SCENARIO_MARK,
    line: 'found' in both ? linesView(both.found, '/scenarios/comparison/lines', address) : undefined,
    why: 'why' in both ? both.why : undefined,
    first: optionsOf(scenarios, a),
    second: optionsOf(scenarios, b),
    changes: [a, b].flatMap((name) => {
      const found = scenarios.find((one) => one.name === name);
      return found === undefined
        ? []
        : [{ name: found.name, href: scenarioPath(found.name), changes: changesView(found) }];
    }),
  });
}

/** The names of two scenarios; undefined is the record. */
function twoAsked(request: Request) {
  return [query(request, 'a'), query(request, 'b')] as const;
}

async function linesAsked({ useCases }: PageServices, person: Person, request: Request): Promise<TwoLines> {
  const named = async (scenario: string | undefined): Promise<NamedLine> => ({
    name: scenario === undefined ? 'On record' : scenarioName({ name: scenario }),
    found: await useCases.lineAsked(person, scenario === undefined ? {} : { scenario }),
  });
  const [a, b] = twoAsked(request);
  return Promise.all([named(a), named(b)]);
}

function kindAsked(text: string | undefined): ScenarioChangeKind {
  const kind = parseChangeKind(text);
  if (kind === undefined) throw new AppError('not-found', 'There is no such kind of change.');
  return kind;
}

async function showChange(
  services: PageServices,
  person: Person,
  request: Request,
  response: Response,
  errors: readonly FormError[] = [],
): Promise<void> {
  const { latest } = await services.useCases.getScenario(person, param(request, 'name'));
  const isSent = request.method === 'POST';
  const kind = kindAsked(isSent ? field(request, 'kind') : query(request, 'kind'));
  const fields = await changeFields(services.useCases, person, kind);
  const title = CHANGE_KINDS[kind];
  const content = {
    title,
    section: 'trajectory' as const,
    breadcrumbs: [SCENARIOS, { text: latest.name, href: scenarioPath(latest.name) }, { text: title }],
    mark: SCENARIO_MARK,
    scenario: latest,
    path: scenarioPath(latest.name),
    revision: isSent ? field(request, 'revision') : latest.version,
    kind,
    fields: fields.map((one) => {
      const value = field(request, one.name);
      return { ...one, value, items: one.options?.map((item) => ({ ...item, selected: item.value === value })) };
    }),
    mayKeep: mayKeep(person),
    errors,
    fieldErrors: byField(errors),
  };
  showPage(services, request, response, 'scenario-change', content, errors.length === 0 ? 200 : 422);
}

async function addChange(services: PageServices, person: Person, request: Request, response: Response): Promise<void> {
  const { useCases } = services;
  const { latest } = await useCases.getScenario(person, param(request, 'name'));
  const { revision: version } = revisionOf(request);
  const kind = kindAsked(field(request, 'kind'));
  const fields = await changeFields(useCases, person, kind);
  try {
    const change = readChange(request, kind, fields);
    const changes = [...latest.changes, change];
    await useCases.saveScenario(person, {
      name: latest.name,
      reason: `Added: ${changeText(change)}`,
      changes,
      version,
    });
    goTo(request, response, scenarioPath(latest.name), 'The change is in the scenario. Nothing on record has changed.');
  } catch (error) {
    const names = fields.map(({ name }) => name);
    const errors = toFormErrors(error, names);
    if (errors === undefined) throw error;
    await showChange(services, person, request, response, errors);
  }
}

async function leaveOut(services: PageServices, person: Person, request: Request, response: Response): Promise<void> {
  const { latest } = await services.useCases.getScenario(person, param(request, 'name'));
  const { revision: version } = revisionOf(request);
  const place = Number(field(request, 'change'));
  const change = latest.changes[place];
  if (change === undefined) throw new AppError('not-found', `${latest.name} has no such change.`);
  const changes = latest.changes.filter((other) => other !== change);
  const reason = `Left out: ${changeText(change)}`;
  await services.useCases.saveScenario(person, { name: latest.name, reason, changes, version });
  goTo(request, response, scenarioPath(latest.name), 'The change is left out. Earlier versions keep it.');
}
