import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Response, Router } from 'express';
import type { Person } from '../../domain/person.ts';
import { forPerson, hasRole, type PageServices, showPage } from './page.ts';

/** Everything on record of the organisation as one file, for an administrator. */
export function handOverPages(router: Router, services: PageServices): void {
  router.get(
    '/hand-over',
    forPerson(async (person, request, response) => {
      showPage(services, request, response, 'hand-over', {
        title: 'Export all records',
        section: 'audit',
        breadcrumbs: [{ text: 'Audit trail', href: '/audit' }, { text: 'Export all records' }],
        mayExport: hasRole(person, 'admin'),
      });
    }),
  );
  router.post(
    '/hand-over',
    forPerson((person, _request, response) => sendExport(services, person, response)),
  );
}

/** The export is written whole first: what fails on the way is a page that says so, and no broken file. */
async function sendExport({ useCases }: PageServices, person: Person, response: Response): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'scorer-export-'));
  try {
    const file = join(folder, 'records.zip');
    const { sha256 } = await useCases.handOverRecords(person, file);
    response.set({ 'Cache-Control': 'no-store', 'Repr-Digest': digest(sha256) });
    await new Promise<void>((resolve, reject) => {
      response.download(file, `records-${person.organisation}.zip`, { cacheControl: false }, (error?: Error) => {
        // Whoever asked may have gone: nobody is left to be told.
        if (error === undefined || response.headersSent) resolve();
        else reject(error);
      });
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The hash as RFC 9530 says. */
function digest(sha256: string): string {
  return `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`;
}
