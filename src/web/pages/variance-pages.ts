import type { Router } from 'express';
import { toSubject } from '../../application/read-stated-plan.ts';
import {
  bearerText,
  type Difference,
  forecastText,
  type VarianceQuery,
  type VarianceRow,
} from '../../application/trajectory-variance.ts';
import { percentText, VARIANCE_NOTES, type VarianceFormat } from '../../application/trajectory-variance-file.ts';
import type { Request } from 'express';
import { XLSX } from '../api/media-types.ts';
import { kilograms } from './carbon-view.ts';
import { forPerson, type PageServices, query, sendFile, showPage } from './page.ts';
import { TRAJECTORY } from './trajectory-view.ts';

const VARIANCE = { text: 'Forecast and what it became', href: `${TRAJECTORY.href}/variance` };
const FILES = { csv: 'text/csv; charset=utf-8', xlsx: XLSX } as const satisfies Partial<Record<VarianceFormat, string>>;
const MOST_CONTRACTS = 200;

/** What was forecast for the years that are over, and what they became; of one year contract by contract. */
export function variancePages(router: Router, services: PageServices): void {
  const { useCases } = services;
  router.get(
    VARIANCE.href,
    forPerson(async (person, request, response) => {
      const asked = read(request);
      const { bearer, rows } = await useCases.trajectoryVariance(person, asked);
      const all = new URLSearchParams(asked.bearer === undefined ? {} : { organisation: asked.bearer });
      const address = new URLSearchParams(all);
      if (asked.financialYear !== undefined) address.set('financial_year', asked.financialYear);
      showPage(services, request, response, 'trajectory-variance', {
        title: asked.financialYear === undefined ? VARIANCE.text : `${VARIANCE.text} in ${asked.financialYear}`,
        section: 'trajectory',
        breadcrumbs: [
          TRAJECTORY,
          { ...VARIANCE, href: `${VARIANCE.href}?${all.toString()}` },
          ...(asked.financialYear === undefined ? [] : [{ text: asked.financialYear }]),
        ],
        caption: `ICT contracts of ${bearerText(bearer)}`,
        rows: rows.map((row) => rowView(row, all)),
        mostContracts: MOST_CONTRACTS,
        notes: VARIANCE_NOTES,
        files: Object.keys(FILES).map((form) => ({
          href: `${VARIANCE.href}.${form}?${address.toString()}`,
          text: form === 'csv' ? 'These figures as CSV' : 'These figures as a workbook',
        })),
      });
    }),
  );
  for (const [form, type] of Object.entries(FILES)) {
    router.get(
      `${VARIANCE.href}.${form}`,
      forPerson(async (person, request, response) => {
        const bytes = await useCases.serveVariance(person, read(request), form as VarianceFormat);
        sendFile(response, bytes, `trajectory-variance.${form}`, type);
      }),
    );
  }
}

function read(request: Request): VarianceQuery {
  const financialYear = query(request, 'financial_year');
  const { bearer } = toSubject({ organisation: query(request, 'organisation') });
  return { ...(bearer === undefined ? {} : { bearer }), ...(financialYear === undefined ? {} : { financialYear }) };
}

function rowView(row: VarianceRow, all: URLSearchParams) {
  const { year, forecastOf, reportedByThen, actual, estimated, contracts = [] } = row;
  const address = new URLSearchParams(all);
  address.set('financial_year', year);
  return {
    year,
    href: `${VARIANCE.href}?${address.toString()}`,
    forecastOf: forecastText(forecastOf),
    on: forecastOf.on,
    ...differenceView(row),
    reportedByThen: reportedByThen === 0n ? undefined : kilograms(reportedByThen),
    actual: kilograms(actual),
    estimated: kilograms(estimated),
    contracts: contracts.slice(0, MOST_CONTRACTS).map(({ contract, title, ...of }) => ({
      contract,
      title,
      ...differenceView(of),
    })),
    contractCount: contracts.length,
  };
}

function differenceView({ forecast, became, variance, percent }: Difference) {
  return {
    forecast: forecast === undefined ? 'Nothing on record' : kilograms(forecast),
    became: kilograms(became),
    variance: variance === undefined ? 'Not known' : signed(kilograms(variance)),
    percent: percent === undefined ? 'Not known' : `${signed(percentText(percent))}%`,
  };
}

/** "+1,250.5", "−0.004", "0" */
function signed(text: string): string {
  if (text.startsWith('-')) return text.replace('-', '−');
  return /[1-9]/.test(text) ? `+${text}` : text;
}
