import type { Request, Response, Router } from 'express';
import { readAsOf, toSubject } from '../../application/read-stated-plan.ts';
import { CARBON_KEEPERS } from '../../application/roles.ts';
import type { AccountingFormat } from '../../application/serve-accounting-sheet.ts';
import type { TrajectoryFormat } from '../../application/serve-trajectory.ts';
import type { Trajectory, TrajectoryQuery } from '../../application/trajectory.ts';
import { ICT_CONTRACTS } from '../../application/trajectory-records.ts';
import { nextSteps, reportSentences, standingText, subjectText } from '../../application/trajectory-words.ts';
import { AppError } from '../../domain/errors.ts';
import type { Person } from '../../domain/person.ts';
import { CSV, PDF, PNG, SVG, XLSX } from '../api/media-types.ts';
import { forPerson, hasRole, type PageServices, query, sendFile, showPage } from './page.ts';
import { planPages } from './trajectory-plan-pages.ts';
import { totalsPages } from './trajectory-totals-pages.ts';
import { variancePages } from './variance-pages.ts';
import {
  analysisView,
  changeView,
  chartTable,
  linePath,
  memberView,
  otherLines,
  standingView,
  TRAJECTORY,
} from './trajectory-view.ts';

const ACCOUNTING_TOOL = `${TRAJECTORY.href}/accounting-tool`;

const FILES: Readonly<Record<Exclude<TrajectoryFormat, 'json'>, string>> = {
  csv: `${CSV}; charset=utf-8`,
  xlsx: XLSX,
  svg: `${SVG}; charset=utf-8`,
  png: PNG,
  pdf: PDF,
};

/** The line to the target: for people who decide, everything behind it, and the words for a report. */
export function trajectoryPages(router: Router, services: PageServices): void {
  const { useCases } = services;
  router.get(
    TRAJECTORY.href,
    forPerson((person, request, response) => showLine(services, person, request, response)),
  );
  router.get(
    `${TRAJECTORY.href}/analysis`,
    forPerson(async (person, request, response) => {
      const asked = read(request);
      const found = await useCases.trajectory(person, asked);
      const records = await useCases.listTrajectoryRecords(person);
      showPage(services, request, response, 'trajectory-analysis', {
        title: 'Everything behind the line',
        section: 'trajectory',
        breadcrumbs: [{ ...TRAJECTORY, href: linePath(found) }, { text: 'Everything behind the line' }],
        caption: subjectText(found),
        banner: standingView(found),
        standingText: standingText(found.record),
        ...analysisView(found, records),
        change: changeView(await useCases.trajectoryChange(person, asked)),
        files: files(found),
        variancePath: found.boundary === ICT_CONTRACTS ? linePath(found, `${TRAJECTORY.href}/variance`) : undefined,
        planPath: mayState(person) ? linePath(found, `${TRAJECTORY.href}/plans/new`) : undefined,
      });
    }),
  );
  router.get(
    `${TRAJECTORY.href}/report`,
    forPerson(async (person, request, response) => {
      const found = await useCases.trajectory(person, read(request));
      showPage(services, request, response, 'trajectory-report', {
        title: 'For the Cabinet report',
        section: 'trajectory',
        breadcrumbs: [{ ...TRAJECTORY, href: linePath(found) }, { text: 'For the Cabinet report' }],
        caption: subjectText(found),
        banner: standingView(found),
        sentences: [...reportSentences(found), ...nextSteps(found).slice(0, 1)],
        ...chartTable(found),
        sheets: accountingFiles(found),
      });
    }),
  );
  lineFiles(router, services);
  planPages(router, services);
  totalsPages(router, services);
  variancePages(router, services);
}

/** The files of the line, and the sheet for the accounting tool. */
function lineFiles(router: Router, { useCases }: PageServices): void {
  for (const form of ['csv', 'xlsx'] as const satisfies readonly AccountingFormat[]) {
    router.get(
      `${ACCOUNTING_TOOL}.${form}`,
      forPerson(async (person, request, response) => {
        const { boundary: _, ...asked } = read(request);
        const financialYear = query(request, 'financial_year');
        const year = financialYear === undefined ? {} : { financialYear };
        const { name, bytes } = await useCases.serveAccountingSheet(person, { ...asked, ...year }, form);
        sendFile(response, bytes, name, FILES[form]);
      }),
    );
  }
  for (const [form, type] of Object.entries(FILES)) {
    router.get(
      `${TRAJECTORY.href}.${form}`,
      forPerson(async (person, request, response) => {
        const bytes = await useCases.serveTrajectory(person, read(request), form as TrajectoryFormat);
        sendFile(response, bytes, `trajectory.${form}`, type);
      }),
    );
  }
}

async function showLine(services: PageServices, person: Person, request: Request, response: Response): Promise<void> {
  const { useCases } = services;
  const asked = read(request);
  const subject = { bearer: person.organisation, boundary: 'ict-contracts', ...asked };
  const records = await useCases.listTrajectoryRecords(person);
  const content = {
    title: 'Trajectory to net zero',
    section: 'trajectory' as const,
    others: otherLines(records, subject),
    mayState: mayState(person),
  };
  try {
    const found = await useCases.trajectory(person, asked);
    showPage(services, request, response, 'trajectory', {
      ...content,
      view: memberView(found, query(request, 'as_of')),
    });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'not-found') throw error;
    const missing = { text: error.message, href: linePath(subject, `${TRAJECTORY.href}/plans/new`) };
    showPage(
      services,
      request,
      response,
      'trajectory',
      { ...content, missing },
      asked.bearer === undefined ? 200 : 404,
    );
  }
}

function mayState(person: Person): boolean {
  return hasRole(person, ...CARBON_KEEPERS);
}

function read(request: Request): TrajectoryQuery {
  const subject = toSubject({ organisation: query(request, 'organisation'), boundary: query(request, 'boundary') });
  return { ...subject, ...readAsOf(query(request, 'as_of')) };
}

/** The sheets of the years that are over and have figures, latest first; a line of yearly totals has no contracts. */
function accountingFiles({ bearer, boundary, line, material }: Trajectory) {
  if (boundary !== ICT_CONTRACTS) return [];
  const over = line.years.filter(({ year, figures }) => figures !== undefined && year < material.currentYear);
  return over.toReversed().flatMap(({ year }) => {
    const address = new URLSearchParams({ organisation: bearer, financial_year: year }).toString();
    return [
      { text: `Contracts in ${year} as a workbook`, href: `${ACCOUNTING_TOOL}.xlsx?${address}` },
      { text: `Contracts in ${year} as CSV`, href: `${ACCOUNTING_TOOL}.csv?${address}` },
    ];
  });
}

function files(found: Trajectory) {
  const names = {
    csv: 'The years as CSV',
    xlsx: 'The years as a workbook',
    svg: 'The picture as SVG',
    png: 'The picture as PNG',
    pdf: 'A report as PDF',
  };
  return Object.entries(names).map(([form, text]) => ({ text, href: linePath(found, `${TRAJECTORY.href}.${form}`) }));
}
