import type { Request, Response, Router } from 'express';
import type { BandsView } from '../../application/performance-bands.ts';
import { fieldFault } from '../../application/field-fault.ts';
import { type Commitment, CONTRACT_STATUSES, type Contract } from '../../domain/contract.ts';
import { parseIsoDate } from '../../domain/iso-date.ts';
import type { Person } from '../../domain/person.ts';
import { API_BASE } from '../paths.ts';
import { STATUS_WORDS } from './carbon-words.ts';
import { WORK } from './engagement-pages.ts';
import { field, forPerson, type PageServices, param, query, revisionOf, showPage } from './page.ts';
import { contractPath } from './performance-view.ts';
import { answerForm, type PlainForm, showForm } from './plain-form.ts';

const BANDS = '/performance-bands';

/** The bands of the ratings, new versions of contracts, and drafts of performance notices. */
export function performancePages(router: Router, services: PageServices): void {
  router.get(
    BANDS,
    forPerson(async (person, request, response) => {
      showForm(services, request, response, bandsForm(await services.useCases.getBands(person)));
    }),
  );
  router.post(
    BANDS,
    forPerson((person, request, response) => setBands(services, person, request, response)),
  );
  router.get(
    '/contracts/:reference/change',
    forPerson(async (person, request, response) => {
      showForm(services, request, response, await changeForm(services, person, param(request, 'reference')));
    }),
  );
  router.post(
    '/contracts/:reference/change',
    forPerson((person, request, response) => changeContract(services, person, request, response)),
  );
  router.get(
    '/contracts/:reference/performance-notice',
    forPerson((person, request, response) => showNotice(services, person, request, response)),
  );
}

function bandsForm({ versions, shipped }: BandsView): PlainForm {
  const limits = (approaching: string, improvement: string) =>
    `Good up to 100% of the commitment, Approaching target up to ${approaching}%, Requires improvement up to ${improvement}%, Inadequate above`;
  const title = 'Bands of the ratings';
  return {
    title,
    section: 'suppliers',
    breadcrumbs: [WORK, { text: title }],
    intro: 'A year is rated by the latest version that holds for it. Versions stay on record.',
    lines: [
      ...versions
        .toReversed()
        .map(
          (one) =>
            `Version ${one.version}, for years from ${one.from}: ${limits(one.approachingPercent, one.improvementPercent)}. ${one.byName}: ${one.reason}`,
        ),
      `Shipped, for years before: ${limits(shipped.approachingPercent, shipped.improvementPercent)}. ${shipped.source.title}`,
    ],
    fields: [
      { name: 'from', kind: 'text', label: 'First financial year', hint: 'For example 2026/27' },
      { name: 'approachingPercent', kind: 'text', label: 'Approaching target up to, percent of the commitment' },
      { name: 'improvementPercent', kind: 'text', label: 'Requires improvement up to, percent of the commitment' },
      { name: 'reason', kind: 'long-text', label: 'Why are these the bands?' },
    ],
    revision: versions.at(-1)?.version ?? 0,
    action: BANDS,
    button: 'Set the bands',
    back: WORK.href,
  };
}

async function setBands(services: PageServices, person: Person, request: Request, response: Response): Promise<void> {
  const form = bandsForm(await services.useCases.getBands(person));
  await answerForm(services, request, response, form, async () => {
    await services.useCases.setBands(person, {
      ...revisionOf(request),
      from: field(request, 'from'),
      approachingPercent: field(request, 'approachingPercent'),
      improvementPercent: field(request, 'improvementPercent'),
      reason: field(request, 'reason'),
    });
    return { path: BANDS, done: 'The bands are set.' };
  });
}

async function changeForm({ useCases }: PageServices, person: Person, reference: string): Promise<PlainForm> {
  const [latest] = await useCases.getContractHistory(person, reference);
  const contract = latest?.contract ?? (await useCases.getContract(person, reference));
  const path = contractPath(reference);
  const title = 'Extend, renew or end a contract';
  return {
    title,
    section: 'contracts',
    breadcrumbs: [{ text: 'Contracts', href: '/contracts' }, { text: reference, href: path }, { text: title }],
    caption: `${reference} ${contract.title}`,
    intro: 'This makes a new version; the versions before stay on record, and past totals can still be asked for.',
    fields: [
      { name: 'end', kind: 'date', label: 'End', value: contract.end },
      {
        name: 'status',
        kind: 'choice',
        label: 'Status',
        options: CONTRACT_STATUSES.map((value) => ({ value, text: STATUS_WORDS[value] ?? value })),
        value: contract.status,
      },
      {
        name: 'commitments',
        kind: 'long-text',
        label: 'Commitments, tCO₂e by year',
        hint: 'One on each line, for example 2027/28 = 12.5. A year is a financial year or a calendar year. Where a part is electricity of devices in the council’s own buildings, add it: 2027/28 = 12.5, of it 3.2',
        value: contract.commitments.map(commitmentLine).join('\n'),
      },
      { name: 'reason', kind: 'long-text', label: 'Why does it change?' },
    ],
    revision: latest?.version ?? 0,
    action: `${path}/change`,
    button: 'Record the new version',
    back: path,
  };
}

async function changeContract(
  services: PageServices,
  person: Person,
  request: Request,
  response: Response,
): Promise<void> {
  const reference = param(request, 'reference');
  const form = await changeForm(services, person, reference);
  await answerForm(services, request, response, form, async () => {
    const end = parseIsoDate(field(request, 'end'));
    if (end === undefined) throw fieldFault('end', 'not-a-date', 'Enter a date, for example 2031-03-31.');
    const status = CONTRACT_STATUSES.find((one) => one === field(request, 'status'));
    if (status === undefined) throw fieldFault('status', 'missing', 'Choose one of the answers.');
    await services.useCases.changeContract(person, reference, {
      ...revisionOf(request),
      end,
      status,
      commitments: parseCommitments(field(request, 'commitments')),
      reason: field(request, 'reason'),
    });
    return { path: contractPath(reference), done: 'The new version is on record.' };
  });
}

function commitmentLine({ year, tonnes, outsideInventoryTonnes: part }: Commitment): string {
  return `${year} = ${tonnes}${part === undefined ? '' : `, of it ${part}`}`;
}

/** `2027/28 = 12.5, of it 3.2`, one on each line. What is wrong with a year or number is told by the use case. */
function parseCommitments(text: string): Contract['commitments'] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [, year, tonnes, part] = /^(\S+)\s*=\s*([^\s,]+)(?:,\s*of it\s+(\S+))?$/i.exec(line) ?? [];
      if (year !== undefined && tonnes !== undefined) {
        return { year, tonnes, ...(part === undefined ? {} : { outsideInventoryTonnes: part }) };
      }
      const message = `Enter each year as 2027/28 = 12.5, or 2027/28 = 12.5, of it 3.2, got "${line.slice(0, 100)}"`;
      throw fieldFault('commitments', 'unreadable', message);
    });
}

async function showNotice(services: PageServices, person: Person, request: Request, response: Response): Promise<void> {
  const reference = param(request, 'reference');
  const year = query(request, 'year') ?? '';
  const { text } = await services.useCases.draftNotice(person, reference, year);
  const path = contractPath(reference);
  const title = `Draft performance notice for ${year}`;
  showPage(services, request, response, 'performance-notice', {
    title,
    section: 'contracts',
    breadcrumbs: [{ text: 'Contracts', href: '/contracts' }, { text: reference, href: path }, { text: title }],
    reference,
    text,
    json: `${API_BASE}${path}/performance-notice?financial_year=${encodeURIComponent(year)}`,
  });
}
