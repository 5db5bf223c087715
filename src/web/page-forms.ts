import express, { type RequestHandler } from 'express';
import { getPerson } from './auth.ts';
import { checkFormToken, offerFormToken } from './session.ts';
import { SAFE_METHODS } from './security.ts';
import { isMultipart, receiveFile, type UploadOptions } from './upload.ts';

const FORM_LIMIT = '100kb';

/**
 * What every form of the pages passes through: its fields are read into `req.body`, its one file (field `file`) for
 * somebody known only, and the token of its session is checked. Assets have no session.
 */
export function pageForms(upload: UploadOptions): RequestHandler[] {
  const takeFile = receiveFile(upload);
  const fields = express.urlencoded({ inflate: false, extended: false, limit: FORM_LIMIT, parameterLimit: 1100 });
  const file: RequestHandler = (request, response, next) => {
    if (SAFE_METHODS.has(request.method) || !isMultipart(request)) {
      next();
      return;
    }
    getPerson(request);
    takeFile(request, response, next);
  };
  return [fields, file, checkFormToken, exceptAssets(offerFormToken)];
}

function exceptAssets(handler: RequestHandler): RequestHandler {
  return (request, response, next) => {
    if (request.path.startsWith('/assets/')) next();
    else handler(request, response, next);
  };
}
