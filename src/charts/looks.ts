import type { Look } from './marks.ts';

/** The parts of a kind by their names, in the order in which they are drawn. */
export type Looks = ReadonlyMap<string, Look>;

/** What the total of a bid is made of. */
export const RESULT_LOOKS: Looks = new Map([
  ['Environment', { fill: '#00524c', ink: '#00524c', pattern: 'solid' }],
  ['Quality', { fill: '#d8e8f8', ink: '#1d5fa8', pattern: 'diagonal' }],
  ['Price', { fill: '#fdeed3', ink: '#8a5a00', pattern: 'dots' }],
]);

/** Life-cycle stages. */
export const STAGE_LOOKS: Looks = new Map([
  ['Making', { fill: '#1b3a57', ink: '#1b3a57', pattern: 'solid' }],
  ['Shipping', { fill: '#dcefdc', ink: '#2d6a2d', pattern: 'diagonal' }],
  ['Use', { fill: '#fdeed3', ink: '#8a5a00', pattern: 'horizontal' }],
  ['Service delivery', { fill: '#dde6f6', ink: '#31548f', pattern: 'cross' }],
  ['End of life', { fill: '#f5e0ee', ink: '#8a2b6b', pattern: 'dots' }],
  ['Published default', { fill: '#ffffff', ink: '#505a5f', pattern: 'vertical' }],
]);

/** What a figure rests on. */
export const BASIS_LOOKS: Looks = new Map([
  ['Actual', { fill: '#1b3a57', ink: '#1b3a57', pattern: 'solid' }],
  ['Estimated', { fill: '#fdeed3', ink: '#8a5a00', pattern: 'diagonal' }],
  ['Forecast', { fill: '#dde6f6', ink: '#31548f', pattern: 'dots' }],
]);

/** Steps of a waterfall. */
export const CHANGE_LOOKS = {
  Total: { fill: '#1b3a57', ink: '#1b3a57', pattern: 'solid' },
  More: { fill: '#f5e0ee', ink: '#8a2b6b', pattern: 'diagonal' },
  Less: { fill: '#d8ebe7', ink: '#00524c', pattern: 'dots' },
} as const satisfies Readonly<Record<string, Look>>;
