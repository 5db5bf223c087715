import type { Router } from 'express';
import { MINUTES_FORMATS } from '../../application/ports.ts';
import { forPerson, type PageServices, param, sendFile } from './page.ts';

const TYPES = {
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** What the page of an evaluation gives to keep: the minutes of moderation, and the changes after a lock. */
export function minutesPages(router: Router, { useCases }: PageServices): void {
  const address = '/procurements/:reference/evaluation';
  for (const format of MINUTES_FORMATS) {
    router.get(
      `${address}/minutes.${format}`,
      forPerson(async (person, request, response) => {
        const { name, bytes } = await useCases.moderationMinutes(person, param(request, 'reference'), format);
        sendFile(response, bytes, name, TYPES[format]);
      }),
    );
  }
  router.get(
    `${address}/score-changes.csv`,
    forPerson(async (person, request, response) => {
      const { name, bytes } = await useCases.exportScoreChanges(person, param(request, 'reference'));
      sendFile(response, bytes, name, 'text/csv; charset=utf-8');
    }),
  );
}
