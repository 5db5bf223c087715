/** Where a procurement stands. Bids stay sealed until it is closed. */
export const PROCUREMENT_STATES = [
  'draft',
  'published',
  'open',
  'closed',
  'evaluating',
  'moderated',
  'approved',
  'awarded',
  'standstill',
  'contracted',
  'cancelled',
] as const;
export type ProcurementState = (typeof PROCUREMENT_STATES)[number];

/** What can be done with a procurement. `adopt` is publishing elsewhere, confirmed here. */
export const PROCUREMENT_MOVES = [
  'publish',
  'adopt',
  'open',
  'close',
  'evaluate',
  'moderate',
  'approve',
  'award',
  'start-standstill',
  'contract',
  'cancel',
] as const;
export type ProcurementMove = (typeof PROCUREMENT_MOVES)[number];

const FROM: Readonly<Record<ProcurementMove, readonly ProcurementState[]>> = {
  publish: ['draft'],
  adopt: ['draft'],
  open: ['published'],
  close: ['open'],
  evaluate: ['closed'],
  moderate: ['evaluating'],
  approve: ['moderated'],
  award: ['approved'],
  'start-standstill': ['awarded'],
  contract: ['standstill', 'awarded'],
  cancel: ['draft', 'published', 'open', 'closed', 'evaluating', 'moderated', 'approved', 'awarded', 'standstill'],
};

const TO: Readonly<Record<ProcurementMove, ProcurementState>> = {
  publish: 'published',
  adopt: 'published',
  open: 'open',
  close: 'closed',
  evaluate: 'evaluating',
  moderate: 'moderated',
  approve: 'approved',
  award: 'awarded',
  'start-standstill': 'standstill',
  contract: 'contracted',
  cancel: 'cancelled',
};

/** The state after a move, or undefined when the move is not allowed from here. */
export function stateAfter(state: ProcurementState, move: ProcurementMove): ProcurementState | undefined {
  return FROM[move].includes(state) ? TO[move] : undefined;
}

export function allowedMoves(state: ProcurementState): ProcurementMove[] {
  return PROCUREMENT_MOVES.filter((move) => FROM[move].includes(state));
}

/** Nobody changes what the panel agreed any more; before that its sensitivity is shown to nobody. */
export function consensusIsLocked(state: ProcurementState): boolean {
  return ['moderated', 'approved', 'awarded', 'standstill', 'contracted'].includes(state);
}

/** Bids may be seen once the procurement is closed, and not before. */
export function bidsAreSealed(state: ProcurementState): boolean {
  return ['draft', 'published', 'open'].includes(state);
}
