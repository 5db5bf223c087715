import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../src/cli/main.ts';
import { SETTINGS } from '../src/config.ts';

const ROOT = resolve(import.meta.dirname, '..');
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
const map = readFileSync(join(ROOT, 'src', 'README.md'), 'utf8');

/** Links and pictures of a page that point into the project. */
function localLinks(markdown: string): string[] {
  return [...markdown.matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map(([, path = '']) => path);
}

describe('the documentation', () => {
  it('describes every setting with its default', () => {
    const missing = SETTINGS.filter(
      ({ name, help, default: value }) => !readme.includes(`| \`${name}\` | ${help} | ${value} |`),
    );
    expect(missing).toEqual([]);
  });

  it('lists every command, with its arguments', () => {
    const rows = COMMANDS.map(
      ({ name, usage }) =>
        `| \`${`${name} ${usage}`
          .replace(' [--json]', '')
          .trim()
          .replaceAll(/(?<! )\|(?! )/g, '\\|')
          .replaceAll(' | ', ' \\| ')}\` |`,
    );
    expect(rows.filter((row) => !readme.includes(row))).toEqual([]);
  });

  it('names only scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const named = [...readme.matchAll(/npm run ([a-z:]+)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('links to files that are there', () => {
    expect(localLinks(readme).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('shows every folder of the source on the map, and no other', () => {
    const folders = readdirSync(join(ROOT, 'src'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    const shown = [...map.matchAll(/^\| `(\w[\w-]*)\/` \|/gm)].map(([, name = '']) => name);
    expect(shown.sort()).toEqual(folders.sort());
  });

  it('names no machine path anywhere in the project', () => {
    const texts = readdirSync(ROOT, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(ts|mjs|md|json|njk)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter(
        (path) =>
          !/node_modules|\/out\/|\/\.git\//.test(path) &&
          !path.endsWith('package-lock.json') &&
          !path.endsWith('documentation.test.ts'),
      );
    const machine = /\/(work|root|home)\/[a-z]|\/tmp\/[a-z]/;
    expect(texts.filter((path) => machine.test(readFileSync(path, 'utf8')))).toEqual([]);
  });
});
