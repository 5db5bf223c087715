import type { Router } from 'express';
import { forPerson, type PageServices, pageRequest, query, showPage } from './page.ts';

/** What was done, by whom, in the order in which it was done, and whether the record still holds. */
export function auditPages(router: Router, services: PageServices): void {
  router.get(
    '/audit',
    forPerson(async (person, request, response) => {
      const { items, next } = await services.useCases.listAudit(person, pageRequest(request));
      const wantsCheck = query(request, 'verify') === 'yes';
      showPage(services, request, response, 'audit', {
        title: 'Audit trail',
        section: 'audit',
        events: items,
        next,
        verification: wantsCheck ? await services.useCases.verifyAudit(person) : undefined,
      });
    }),
  );
}
