import type { Request, Response, Router } from 'express';
import { AppError } from '../../domain/errors.ts';
import type { Person } from '../../domain/person.ts';
import { importPath } from '../paths.ts';
import { forPerson, type PageServices, param, query, showPage } from './page.ts';

/** The place in a stored file that a line of the carbon ledger comes from: its row, with the cell of the amount marked. */
export function sourcePages(router: Router, services: PageServices): void {
  router.get(
    '/imports/:id/row',
    forPerson((person, request, response) => showRow(services, person, request, response)),
  );
}

async function showRow(services: PageServices, person: Person, request: Request, response: Response): Promise<void> {
  const id = param(request, 'id');
  const sheet = query(request, 'sheet');
  const marked = query(request, 'cell');
  const row = query(request, 'row') ?? '';
  if (!/^[1-9]\d{0,6}$/.test(row)) throw new AppError('malformed', 'The address lacks the number of the row.');
  const place = { row: Number(row), ...(sheet === undefined ? {} : { sheet }) };
  const { file, cells } = await services.useCases.sourceRow(person, id, place);
  const title = sheet === undefined ? `Row ${row} of ${file}` : `Row ${row} of ${sheet} in ${file}`;
  showPage(services, request, response, 'source-row', {
    title,
    section: 'carbon',
    breadcrumbs: [
      { text: 'Carbon totals', href: '/carbon/totals' },
      { text: file, href: importPath(id) },
      { text: `Row ${row}` },
    ],
    cells: cells.map((one) => ({ ...one, isMarked: one.cell === marked })),
    marked: cells.find(({ cell }) => cell === marked),
    original: `${importPath(id)}/original`,
  });
}
