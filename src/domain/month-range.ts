import type { Month } from './period-split.ts';

/** Every month from one to another, both included; none where the second is the earlier. */
export function monthsBetween(first: Month, last: Month): Month[] {
  const months: Month[] = [];
  const end = numberOf(last);
  for (let number = numberOf(first); number <= end; number++) {
    const month = (number % 12) + 1;
    months.push(`${String(Math.floor(number / 12)).padStart(4, '0')}-${month < 10 ? '0' : ''}${month}`);
  }
  return months;
}

function numberOf(month: Month): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
}
