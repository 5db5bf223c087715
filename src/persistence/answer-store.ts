import type { Stores } from '../application/stores.ts';
import { AppError } from '../domain/errors.ts';
import type { Session } from './session.ts';

type AnswerRow = {
  readonly key: string;
  readonly requestSha256: string;
  readonly status: number;
  readonly headers: string;
  readonly body: string;
  readonly at: string;
};

/** Answers to requests that carried an `Idempotency-Key`, to be given again to the same request. */
export function createAnswerStore({ database }: Session): Stores['answers'] {
  const answers = () => database<AnswerRow>('answers');
  return {
    async find(key) {
      const row = await answers().where({ key }).first();
      if (row === undefined) return undefined;
      const { requestSha256, status, headers, body } = row;
      return { requestSha256, status, headers, body };
    },
    async put(key, requestSha256, status, headers, body, at) {
      const made = await answers()
        .insert({ key, requestSha256, status, headers, body, at })
        .onConflict('key')
        .ignore()
        .returning('key');
      if (made.length === 0) {
        throw new AppError('conflict', 'A request with the same Idempotency-Key has been answered meanwhile.');
      }
    },
  };
}
