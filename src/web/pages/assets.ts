import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Router } from 'express';
import { GOVUK } from './environment.ts';

const PUBLIC = join(import.meta.dirname, '..', 'public');
const LONG = 'public, max-age=31536000, immutable';

type Asset = { readonly type: string; readonly body: string };

/** Where the pages find their style, script and icon; the address changes with the content. */
export type AssetPaths = { readonly style: string; readonly script: string; readonly icon: string };

/** The style, script and icon of the pages, held in memory. Nothing comes from another host. */
export function createAssets(): { readonly router: Router; readonly paths: AssetPaths } {
  const router = Router();
  const own = (name: string) => readFileSync(join(PUBLIC, name), 'utf8');
  const serve = (name: string, { type, body }: Asset): string => {
    const hash = createHash('sha256').update(body).digest('hex').slice(0, 12);
    const path = `/assets/${hash}/${name}`;
    router.get(path, (_, response) => {
      response.set('cache-control', LONG).type(type).send(body);
    });
    return path;
  };
  const script = readFileSync(join(GOVUK, 'govuk-frontend.min.js'), 'utf8').replace(/\n\/\/# sourceMappingURL.*$/m, '');
  const govuk = serve('govuk-frontend.js', { type: 'text/javascript', body: script });
  const icon = { type: 'image/svg+xml', body: own('icon.svg') };
  const paths = {
    style: serve('pages.css', { type: 'text/css', body: `${govukStyle()}\n${own('pages.css')}` }),
    script: serve('pages.js', { type: 'text/javascript', body: own('pages.js').replace('GOVUK_FRONTEND', govuk) }),
    icon: serve('icon.svg', icon),
  };
  router.get('/favicon.ico', (_, response) => {
    response.set('cache-control', 'public, max-age=86400').type(icon.type).send(icon.body);
  });
  return { router, paths };
}

/**
 * The style of govuk-frontend without what belongs to GOV.UK alone: its typeface and its crest.
 */
function govukStyle(): string {
  return readFileSync(join(GOVUK, 'govuk-frontend.min.css'), 'utf8')
    .replaceAll(/@font-face\{[^}]*\}/g, '')
    .replaceAll('font-family:GDS Transport,arial,sans-serif', 'font-family:arial,system-ui,sans-serif')
    .replaceAll(/url\(\/assets\/images\/govuk-crest\.svg\)/g, 'none')
    .replace(/\n\/\*# sourceMappingURL.*$/m, '');
}
