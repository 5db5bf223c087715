import type { Adoption } from '../domain/procurement.ts';

const CODES = /^\s*(?:(?:no|not)\s+)?[A-Z]{1,3}\d+(?:\s+(?:on|off))?\s*(?:,|:|$)/i;
const CODE = /^(?:(no|not)\s+)?([A-Z]{1,3}\d+)(?:\s+(on|off))?$/i;

/**
 * Reads "G1, T2: every bidder can meet it; no G3: below the value": codes with one reason, groups parted by
 * semicolons. "no" before a code, or "off" after it, switches it off. Codes that are not named keep the rule set's
 * choice. A semicolon inside a reason stays there unless a code follows it. What is no code is given back as
 * `unread`.
 */
export function readAdoptions(text: string): { readonly adoptions: Adoption[]; readonly unread: readonly string[] } {
  const adoptions: Adoption[] = [];
  const unread: string[] = [];
  for (const group of toGroups(text)) {
    const colon = group.indexOf(':');
    const reason = colon < 0 ? '' : group.slice(colon + 1).trim();
    for (const part of (colon < 0 ? group : group.slice(0, colon)).split(',').map((one) => one.trim())) {
      const [, no, code, state] = CODE.exec(part) ?? [];
      if (code === undefined) {
        if (part !== '') unread.push(part);
        continue;
      }
      const on = no === undefined && state?.toLowerCase() !== 'off';
      adoptions.push({ code: code.toUpperCase(), on, ...(reason === '' ? {} : { reason }) });
    }
  }
  return { adoptions, unread };
}

function toGroups(text: string): string[] {
  const groups: string[] = [];
  for (const part of text.split(/;|\r?\n/)) {
    const continuesReason = groups.length > 0 && part.trim() !== '' && !CODES.test(part);
    if (continuesReason) groups[groups.length - 1] += `;${part}`;
    else if (part.trim() !== '') groups.push(part);
  }
  return groups.map((group) => group.trim());
}
