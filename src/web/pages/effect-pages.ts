import type { Router } from 'express';
import { procurementPath } from '../paths.ts';
import { chartFiles } from './chart-files.ts';
import { effectPicture, effectView } from './effect-view.ts';
import { forPerson, type PageServices, param, query, showPage } from './page.ts';
import { PROCUREMENTS } from './procurement-pages.ts';

/** What each bid of a procurement would do to the trajectory; information that the assessment never used. */
export function effectPages(router: Router, services: PageServices): void {
  router.get(
    '/procurements/:reference/trajectory-effect',
    forPerson(async (person, request, response) => {
      const view = await services.useCases.getProcurement(person, param(request, 'reference'));
      const found = await services.useCases.trajectoryEffect(person, view.reference);
      const path = procurementPath(view.reference);
      const title = 'Effect of each bid on the trajectory';
      showPage(services, request, response, 'trajectory-effect', {
        title,
        section: 'procurements',
        breadcrumbs: [PROCUREMENTS, { text: view.reference, href: path }, { text: title }],
        view,
        path,
        effect: effectView(found, `${path}/trajectory-effect`),
      });
    }),
  );
  chartFiles(router, services, '/procurements/:reference/trajectory-effect', async (person, request) => {
    const found = await services.useCases.trajectoryEffect(person, param(request, 'reference'));
    return effectPicture(found, query(request, 'lot'));
  });
}
