import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import express, { type Request, type Response } from 'express';
import { expect, it, onTestFinished, vi } from 'vitest';
import { receiveFile, useUploadedFile } from '../../src/web/upload.ts';

/** A service that takes one file and does `handle`; its folder, and a way to send. */
async function serviceWith(handle: (request: Request, response: Response) => Promise<void>) {
  const folder = mkdtempSync(join(tmpdir(), 'upload-'));
  const app = express();
  app.post('/', receiveFile({ folder, limitBytes: 1_000_000 }), handle);
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  });
  const send = (signal?: AbortSignal) => {
    const body = new FormData();
    body.append('file', new Blob(['Line,kg\nL1,1\n']), 'figures.csv');
    const { port } = server.address() as AddressInfo;
    return fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body, ...(signal === undefined ? {} : { signal }) });
  };
  return { send, filesLeft: () => readdirSync(folder).length };
}

const contentOf = (file: object) => ('path' in file ? readFileSync(String(file.path), 'utf8') : undefined);

it('an uploaded file lies on the disk while it is used, and is gone afterwards', async () => {
  const { send, filesLeft } = await serviceWith(async (request, response) => {
    response.send(await useUploadedFile(request, async (file) => `${file.name}: ${contentOf(file)}`));
  });
  expect(await (await send()).text()).toBe('figures.csv: Line,kg\nL1,1\n');
  expect(filesLeft()).toBe(0);
});

it('an uploaded file stays while it is used though its sender goes away', async () => {
  const gone = new AbortController();
  const read = Promise.withResolvers<string | undefined>();
  const { send, filesLeft } = await serviceWith(async (request, response) => {
    await useUploadedFile(request, async (file) => {
      const closed = once(response, 'close');
      gone.abort();
      await closed;
      // Time for a removal that must not be.
      await setTimeout(100);
      read.resolve(contentOf(file));
    });
  });
  await expect(send(gone.signal)).rejects.toThrow('aborted');
  expect(await read.promise).toBe('Line,kg\nL1,1\n');
  await vi.waitFor(() => expect(filesLeft()).toBe(0));
});

it('an uploaded file that nobody uses is removed with the answer', async () => {
  const { send, filesLeft } = await serviceWith(async (_request, response) => {
    response.status(403).end();
  });
  expect((await send()).status).toBe(403);
  await vi.waitFor(() => expect(filesLeft()).toBe(0));
});
