import { createHash } from 'node:crypto';
import type { ServiceStatus } from '../application/service-status.ts';
import { AppError } from '../domain/errors.ts';

/** An answer as it is kept and given again. Only text: changes answer with JSON. */
export type PlainAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export type KeyedRequest = {
  /** As the caller gave it. */
  readonly key: string;
  /** Whose key it is: the same word of two people is two keys. */
  readonly owner: string;
  /** What makes two requests the same: method, address, condition, and body or file. */
  readonly parts: readonly (string | Uint8Array)[];
};

const KEY = /^[\x21-\x7e]{1,200}$/;

/**
 * Gives the first answer again when the same request comes with the same key. Throws AppError `invalid-input` when the
 * key was used for another request, and `conflict` while the first is still being answered by this process.
 */
export function createIdempotency(status: Pick<ServiceStatus, 'findAnswer' | 'keepAnswer'>) {
  const underWay = new Map<string, string>();
  return async (request: KeyedRequest, answer: () => Promise<PlainAnswer>): Promise<PlainAnswer> => {
    const key = storedKey(request);
    const requestSha256 = sha256(request.parts);
    const running = underWay.get(key);
    if (running !== undefined) throw running === requestSha256 ? stillUnderWay() : usedForAnother();
    underWay.set(key, requestSha256);
    try {
      const kept = await findKept(status, key, requestSha256);
      if (kept !== undefined) return kept;
      const first = await answer();
      if (!isWorthKeeping(first.status)) return first;
      const toKeep = { requestSha256, status: first.status, headers: JSON.stringify(first.headers), body: first.body };
      try {
        await status.keepAnswer(key, toKeep);
        return first;
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
        // Another process has answered the same request meanwhile: its answer is the one that stands.
        return (await findKept(status, key, requestSha256)) ?? first;
      }
    } finally {
      underWay.delete(key);
    }
  };
}

export type Idempotency = ReturnType<typeof createIdempotency>;

async function findKept(
  status: Pick<ServiceStatus, 'findAnswer'>,
  key: string,
  requestSha256: string,
): Promise<PlainAnswer | undefined> {
  const kept = await status.findAnswer(key);
  if (kept === undefined) return undefined;
  if (kept.requestSha256 !== requestSha256) throw usedForAnother();
  const headers = { ...parseHeaders(kept.headers), 'Idempotency-Replayed': 'true' };
  return { status: kept.status, headers, body: kept.body };
}

/** A fault of ours, or a refusal that says nothing of the request itself, may turn out otherwise next time. */
function isWorthKeeping(status: number): boolean {
  return status < 500 && ![401, 403, 429].includes(status);
}

/** Whose key, and the key; hashed, because a key is the caller's own text of any kind. */
function storedKey({ key, owner }: KeyedRequest): string {
  if (!KEY.test(key))
    throw new AppError('malformed', 'Idempotency-Key is 1 to 200 printable characters without spaces.');
  return sha256([owner, '\n', key]);
}

function sha256(parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  // The length of each part stands before it, so that no two lists of parts read alike.
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex');
}

function parseHeaders(text: string): Record<string, string> {
  return JSON.parse(text) as Record<string, string>;
}

function usedForAnother(): AppError {
  return new AppError(
    'invalid-input',
    'This Idempotency-Key was used for another request. Use a new one for each change.',
  );
}

function stillUnderWay(): AppError {
  return new AppError(
    'conflict',
    'The first request with this Idempotency-Key is still being answered. Ask again shortly.',
  );
}
