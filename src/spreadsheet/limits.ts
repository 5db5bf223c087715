/** What one upload may cost before it is refused. Bytes are counted as they are inflated, never believed. */
export type UploadLimits = {
  /** The file itself. */
  readonly fileBytes: number;
  /** All parts that are read, inflated. */
  readonly inflatedBytes: number;
  /** The shared strings, inflated. */
  readonly sharedStringBytes: number;
  /** Any one of the small parts (list of sheets, relationships, styles). */
  readonly smallPartBytes: number;
  /** A part may inflate to this many times its compressed size, once it is larger than `ratioFreeBytes`. */
  readonly inflationRatio: number;
  readonly ratioFreeBytes: number;
  /** Files inside the zip. */
  readonly zipEntries: number;
  readonly sheets: number;
  /** Characters of one cell; 32,767 is Excel's own limit. */
  readonly cellCharacters: number;
  /** Characters of one row. */
  readonly rowCharacters: number;
  /** Cells that `readUpload` holds; `streamSheet` and `streamCsv` hold none. */
  readonly heldCells: number;
  /** Characters of text that `readUpload` holds. */
  readonly heldCharacters: number;
  /** Bytes that `readZipEntries` holds. */
  readonly heldBytes: number;
  /** Faults that are listed one by one. */
  readonly listedFaults: number;
  /** Time from start to end. */
  readonly milliseconds: number;
  /** Heap of the worker that reads. */
  readonly workerHeapMegabytes: number;
};

const MEGABYTE = 1_048_576;

const DEFAULT_LIMITS: UploadLimits = {
  fileBytes: 200 * MEGABYTE,
  inflatedBytes: 1024 * MEGABYTE,
  sharedStringBytes: 150 * MEGABYTE,
  smallPartBytes: 32 * MEGABYTE,
  inflationRatio: 250,
  ratioFreeBytes: 32 * MEGABYTE,
  zipEntries: 10_000,
  sheets: 1000,
  cellCharacters: 32_767,
  rowCharacters: 4_000_000,
  heldCells: 5_000_000,
  heldCharacters: 100_000_000,
  heldBytes: 256 * MEGABYTE,
  listedFaults: 200,
  milliseconds: 60_000,
  workerHeapMegabytes: 384,
};

/** The limits asked for, the usual ones for the rest. */
export function withDefaultLimits(limits: Partial<UploadLimits> = {}): UploadLimits {
  return { ...DEFAULT_LIMITS, ...limits };
}
