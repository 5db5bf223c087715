import { MulterError } from 'multer';
import { AppError, type AppErrorCode } from '../domain/errors.ts';

/**
 * The expected failure behind anything thrown while a request is answered: ours, or that of the libraries that read
 * the request. Undefined for a bug in us.
 */
export function toExpectedError(thrown: unknown): AppError | undefined {
  if (thrown instanceof AppError) return thrown;
  if (thrown instanceof MulterError) return fromUpload(thrown);
  if (!(thrown instanceof Error) || !('status' in thrown) || typeof thrown.status !== 'number') return undefined;
  return fromStatus(thrown.status);
}

function fromUpload({ code }: MulterError): AppError {
  if (code === 'LIMIT_FILE_SIZE') return new AppError('too-large', 'The file is larger than this service reads.');
  if (code === 'LIMIT_UNEXPECTED_FILE') {
    return new AppError('malformed', 'Send one file, in the multipart field named "file".');
  }
  return new AppError('malformed', 'The form has more parts, longer names or longer values than are read.');
}

/** Failures of the body parser and the router carry a status; their own texts may quote the input, so ours are told. */
function fromStatus(status: number): AppError | undefined {
  const told: Readonly<Record<number, readonly [AppErrorCode, string]>> = {
    400: ['malformed', 'The request could not be read: its address, headers or body are not well formed.'],
    413: ['too-large', 'The body of the request is larger than this service reads.'],
    415: ['unsupported-file', 'Send the body without content encoding, as UTF-8 JSON, a form or a multipart form.'],
  };
  const [code, message] = told[status] ?? [];
  return code === undefined || message === undefined ? undefined : new AppError(code, message);
}

/** An expected failure that tells more than its faults, in members of its own. */
export class ExtendedFailure extends AppError {
  readonly extensions: Readonly<Record<string, unknown>>;

  constructor(failure: AppError, extensions: Readonly<Record<string, unknown>>) {
    super(failure.code, failure.message, failure.issues);
    this.extensions = extensions;
  }
}
