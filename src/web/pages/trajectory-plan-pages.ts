import type { Request, Response, Router } from 'express';
import { readPlanFile } from '../../application/read-stated-plan.ts';
import { CARBON_KEEPERS, requireRole } from '../../application/roles.ts';
import {
  type FigureMethod,
  ICT_CONTRACTS,
  latestRecord,
  type StatedPlan,
} from '../../application/trajectory-records.ts';
import { AppError } from '../../domain/errors.ts';
import type { Issue } from '../../domain/issue.ts';
import type { Person } from '../../domain/person.ts';
import {
  byField,
  field,
  type FormError,
  forPerson,
  goTo,
  type PageServices,
  query,
  revisionOf,
  showPage,
} from './page.ts';
import { linePath, TRAJECTORY } from './trajectory-view.ts';

const METHOD_TEXTS: Readonly<Record<StatedPlan['method'], string>> = {
  linear: 'The same tonnes less each year',
  'constant-percent': 'The same percentage less each year',
  'absolute-contraction': 'SBTi absolute contraction: a percentage of the baseline less each year',
  'cumulative-budget': 'A budget for all time, spent by a percentage less each year',
};
const BASELINE_TEXTS: Readonly<Record<FigureMethod, string>> = {
  spend: 'Mostly spending and estimates',
  'supplier-data': 'Mostly figures that suppliers reported',
};

/** The field of the form that a fault of the plan is about. */
const FIELDS: Readonly<Record<string, string>> = {
  '#/organisation': 'organisation',
  '#/boundary': 'boundary',
  '#/name': 'name',
  '#/baseline/year': 'base_year',
  '#/baseline/tonnes': 'base_tonnes',
  '#/baseline/source': 'base_source',
  '#/baseline/method': 'base_method',
  '#/target/year': 'target_year',
  '#/target/residual_percent': 'residual',
  '#/method': 'method',
  '#/yearly_percent': 'yearly_percent',
  '#/budget_tonnes': 'budget',
  '#/reason': 'reason',
};
const NAMES = [...Object.values(FIELDS), 'decision', 'milestones'];

/** The form by which a plan is stated, or changed with a reason. */
export function planPages(router: Router, services: PageServices): void {
  const { useCases } = services;
  router.get(
    `${TRAJECTORY.href}/plans/new`,
    forPerson(async (person, request, response) => {
      requireRole(person, ...CARBON_KEEPERS);
      const subject = {
        bearer: query(request, 'organisation') ?? person.organisation,
        boundary: query(request, 'boundary') ?? ICT_CONTRACTS,
      };
      const latest = latestRecord(await useCases.listTrajectoryRecords(person), 'plan', subject);
      const values = { ...(latest === undefined ? FIRST : toValues(latest.plan)), ...formSubject(subject) };
      showForm(services, request, response, { values, revision: latest?.version ?? 0, errors: [] });
    }),
  );
  router.post(
    `${TRAJECTORY.href}/plans`,
    forPerson((person, request, response) => state(services, person, request, response)),
  );
}

const FIRST: Readonly<Record<string, string>> = { target_year: '2029/30', residual: '10', method: 'linear' };

function formSubject({ bearer, boundary }: { readonly bearer: string; readonly boundary: string }) {
  return { organisation: bearer, boundary };
}

async function state(services: PageServices, person: Person, request: Request, response: Response): Promise<void> {
  const values = Object.fromEntries(NAMES.map((name) => [name, field(request, name)]));
  const { revision } = revisionOf(request);
  try {
    const { request: plan, subject, reason } = readPlanFile(toJson(values));
    const stated = await services.useCases.stateTrajectoryPlan(person, plan, { ...subject, reason, version: revision });
    goTo(request, response, linePath(stated), `Version ${stated.version} of the plan is on record.`);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid-input') throw error;
    showForm(services, request, response, { values, revision, errors: error.issues.map(toError) });
  }
}

/** The form as the JSON that every other edge sends. What was left empty is not sent. */
function toJson(values: Readonly<Record<string, string | undefined>>) {
  const given = (name: string) => (values[name] === '' ? undefined : values[name]);
  return {
    organisation: given('organisation'),
    boundary: given('boundary'),
    name: given('name') ?? '',
    decision_reference: given('decision') ?? null,
    baseline: {
      year: given('base_year') ?? '',
      tonnes: given('base_tonnes'),
      source: given('base_source'),
      method: given('base_method'),
    },
    target: { year: given('target_year') ?? '', residual_percent: given('residual') ?? '' },
    method: given('method') ?? '',
    yearly_percent: given('yearly_percent') ?? null,
    budget_tonnes: given('budget') ?? null,
    milestones: (given('milestones') ?? '')
      .split(/\r?\n/)
      .filter((line) => line.trim() !== '')
      .map((line) => {
        const [year = '', tonnes = '', ...name] = line.split(';').map((part) => part.trim());
        return { year, tonnes, name: name.join('; ') };
      }),
    reason: given('reason') ?? '',
  };
}

function toError({ pointer, message }: Issue): FormError {
  const name = FIELDS[pointer] ?? 'milestones';
  return { text: message, href: `#${name}`, field: name };
}

function toValues(plan: StatedPlan): Readonly<Record<string, string>> {
  return {
    name: plan.name,
    decision: plan.decisionReference ?? '',
    base_year: plan.baseline.year,
    base_tonnes: plan.baseline.tonnes,
    base_source: plan.baseline.source,
    base_method: plan.baseline.method,
    target_year: plan.target.year,
    residual: plan.target.residualPercent,
    method: plan.method,
    yearly_percent: plan.yearlyPercent ?? '',
    budget: plan.budgetTonnes ?? '',
    milestones: plan.milestones.map(({ year, tonnes, name }) => `${year}; ${tonnes}; ${name}`).join('\n'),
  };
}

type Form = {
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly revision: number;
  readonly errors: readonly FormError[];
};

function showForm(services: PageServices, request: Request, response: Response, form: Form): void {
  const { values, revision, errors } = form;
  const choice = (name: string, texts: Readonly<Record<string, string>>) =>
    Object.entries(texts).map(([value, text]) => ({ value, text, checked: values[name] === value }));
  const title = revision === 0 ? 'State a plan' : 'Change the plan';
  const content = {
    title,
    section: 'trajectory' as const,
    breadcrumbs: [TRAJECTORY, { text: title }],
    values,
    revision,
    errors,
    errorOf: byField(errors),
    methods: choice('method', METHOD_TEXTS),
    baselineMethods: choice('base_method', BASELINE_TEXTS),
  };
  showPage(services, request, response, 'trajectory-plan', content, errors.length === 0 ? 200 : 422);
}
