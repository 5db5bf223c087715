import type { Router } from 'express';
import { REGISTER_KINDS } from '../../application/register-upload.ts';
import type { TemplateChoice } from '../../application/templates.ts';
import { forPerson, type PageServices, param, query, sendFile, showPage } from './page.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const KINDS = ['tender', 'bid'] as const;

/** Blank workbooks, by rule set and profile, or for a procurement. */
export function templatePages(router: Router, services: PageServices): void {
  router.get('/templates', (request, response) => {
    const choices = services.useCases.templateChoices();
    const content = { title: 'Templates', section: 'start' as const, choices, link: templateLink };
    showPage(services, request, response, 'templates', content);
  });
  for (const kind of KINDS) {
    router.get(`/templates/${kind}.xlsx`, async (request, response) => {
      const asked = { ruleSet: query(request, 'ruleSet'), profile: query(request, 'profile') };
      const wanted = { ...asked, procurement: query(request, 'procurement') };
      const given = Object.entries(wanted).filter(([, value]) => value !== undefined);
      const choice: TemplateChoice = { kind, ...Object.fromEntries(given) };
      const { name, bytes } = await services.useCases.templateFor(choice, request.person);
      sendFile(response, bytes, name, XLSX);
    });
  }
  router.get(
    '/procurements/:reference/prices.xlsx',
    forPerson(async (person, request, response) => {
      const { name, bytes } = await services.useCases.priceTemplateFor(param(request, 'reference'), person);
      sendFile(response, bytes, name, XLSX);
    }),
  );
  for (const kind of REGISTER_KINDS) {
    router.get(`/templates/${kind}.xlsx`, async (request, response) => {
      const supplier = query(request, 'supplier')?.trim();
      const wanted = { kind, ...(supplier === undefined || supplier === '' ? {} : { supplier }) };
      const { name, bytes } = await services.useCases.registerTemplateFor(wanted, request.person);
      sendFile(response, bytes, name, XLSX);
    });
  }
}

function templateLink(kind: (typeof KINDS)[number], ruleSet: string, profile: string): string {
  return `/templates/${kind}.xlsx?${new URLSearchParams({ ruleSet, profile }).toString()}`;
}
