import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import nunjucks from 'nunjucks';
import {
  actionText,
  counted,
  dateText,
  grouped,
  instantText,
  ordinal,
  poundsText,
  shortHash,
  sizeText,
  tonnesText,
} from './words.ts';

const VIEWS = join(import.meta.dirname, '..', 'views');
/** The folder of govuk-frontend whose templates, style and script we use. */
export const GOVUK = dirname(createRequire(import.meta.url).resolve('govuk-frontend/dist/govuk/template.njk'));

/**
 * The templates of the pages. Everything is escaped but what a template of ours marks as safe: our own SVG, and
 * HTML that a component of govuk-frontend made.
 */
export function createViews(): nunjucks.Environment {
  const views = new nunjucks.Environment(new nunjucks.FileSystemLoader([VIEWS, dirname(GOVUK)]), {
    autoescape: true,
    throwOnUndefined: false,
    trimBlocks: true,
    lstripBlocks: true,
  });
  const filters = {
    actionText,
    counted,
    dateText,
    grouped,
    instantText,
    ordinal,
    poundsText,
    shortHash,
    sizeText,
    tonnesText,
  };
  for (const [name, filter] of Object.entries(filters)) views.addFilter(name, filter);
  return views;
}
