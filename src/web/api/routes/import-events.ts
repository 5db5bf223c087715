import { setTimeout as delay } from 'node:timers/promises';
import type { Response } from 'express';
import type { ImportRecord } from '../../../application/records.ts';
import { isFinished, toImportJson } from '../schemas/import.ts';

const LOOK_EVERY_MILLISECONDS = 500;
const HEARTBEAT_EVERY = 30;

/**
 * Sends the import whenever it has changed: `progress` while it goes on, one `done` at its end; `stopping` when the
 * service stops, after which the client asks again elsewhere. A comment every 15 seconds keeps the line open.
 */
export async function sendImportEvents(
  response: Response,
  read: () => Promise<ImportRecord>,
  stopping: AbortSignal,
): Promise<void> {
  let record = await read();
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  response.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
  response.flushHeaders();
  const ended = AbortSignal.any([gone.signal, stopping]);
  let sent = '';
  for (let looks = 1; !isFinished(record) && !ended.aborted; looks++) {
    const text = JSON.stringify(toImportJson(record));
    if (text !== sent) response.write(eventText('progress', text));
    else if (looks % HEARTBEAT_EVERY === 0) response.write(': still here\n\n');
    sent = text;
    await delay(LOOK_EVERY_MILLISECONDS, undefined, { signal: ended }).catch(() => undefined);
    record = await read();
  }
  if (isFinished(record)) response.write(eventText('done', JSON.stringify(toImportJson(record))));
  else if (stopping.aborted) response.write(eventText('stopping', '{}'));
  response.end();
}

/** JSON has no line breaks outside its strings, and none inside. */
function eventText(name: string, json: string): string {
  return `event: ${name}\ndata: ${json}\n\n`;
}
