import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { lookup } from 'node:dns/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../domain/errors.ts';
import { isLoopbackName } from './security.ts';

export type ListenOptions = { readonly host: string; readonly port: number };

export type HttpServer = {
  /** `http://127.0.0.1:3000` */
  readonly url: string;
  /** Takes no new request, lets running ones end, and cuts off what is left after `graceMilliseconds`. */
  stop(graceMilliseconds: number): Promise<void>;
};

/**
 * Listens on a loopback address. Throws AppError `invalid-configuration` for any other address, because nobody has to
 * sign in, and when the port is taken.
 */
export async function listenOnLoopback(app: RequestListener, options: ListenOptions): Promise<HttpServer> {
  await requireLoopback(options.host);
  const server = createServer(app);
  // A slow sender may take its time with a large file, but not for ever; its headers come at once.
  server.headersTimeout = 20_000;
  server.requestTimeout = 600_000;
  server.keepAliveTimeout = 5000;
  await listen(server, options);
  return { url: urlOf(server), stop: (grace) => stop(server, grace) };
}

/** A name counts by the addresses it stands for, so that no hosts file can open the service to the network. */
async function requireLoopback(host: string): Promise<void> {
  const plain = host.replace(/^\[(.*)\]$/, '$1');
  const addresses = await lookup(plain, { all: true }).catch(() => []);
  if (addresses.length > 0 && addresses.every(({ address }) => isLoopbackName(address))) return;
  throw new AppError(
    'invalid-configuration',
    `HOST is "${host}". No sign-in is configured, so the service listens on this machine only: use 127.0.0.1, ::1 or localhost.`,
  );
}

async function listen(server: Server, { host, port }: ListenOptions): Promise<void> {
  const listening = Promise.withResolvers<void>();
  server.once('error', listening.reject);
  server.listen({ host: host.replace(/^\[(.*)\]$/, '$1'), port }, listening.resolve);
  try {
    await listening.promise;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE')
      throw new AppError('invalid-configuration', `Port ${port} is taken. Set PORT to another one.`);
    if (code === 'EACCES')
      throw new AppError('invalid-configuration', `Port ${port} may not be used. Set PORT to one above 1023.`);
    throw error;
  }
  server.removeListener('error', listening.reject);
}

async function stop(server: Server, graceMilliseconds: number): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  const late = new AbortController();
  const cut = delay(graceMilliseconds, undefined, { signal: late.signal }).then(
    () => server.closeAllConnections(),
    () => undefined,
  );
  await closed;
  late.abort();
  await cut;
}

function urlOf(server: Server): string {
  const { address, port, family } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
