import { compareNames } from '../application/tender.ts';

const CHUNK_BYTES = 32_768;
/** UTF-8 takes at most so many bytes for a unit of a string. */
const MOST_BYTES = 3;

/** Named lines of JSON, written one after the other as bytes, and given back in the order of their names. */
export class LineText {
  private readonly names: string[] = [];
  private readonly starts: number[] = [];
  private readonly chunks: Uint8Array<ArrayBuffer>[] = [];
  private chunk = Buffer.alloc(0);
  private used = 0;
  private before = 0;
  private inOrder = true;

  add(name: string, json: string): void {
    const last = this.names.at(-1);
    if (last !== undefined && this.inOrder) this.inOrder = compareNames(last, name) < 0;
    if (this.chunk.length - this.used < (json.length + 1) * MOST_BYTES) this.startChunk(json.length + 1);
    this.names.push(name);
    this.starts.push(this.before + this.used);
    this.used += this.chunk.write(`${json},`, this.used);
  }

  /** The lines by name with commas between them, in pieces; undefined when two have one name. */
  inOrderOfNames(): Uint8Array<ArrayBuffer>[] | undefined {
    this.closeChunk();
    const { names } = this;
    if (this.inOrder) return this.withoutLastComma();
    const whole = Buffer.concat(this.chunks);
    const order = names.map((_, index) => index).sort((a, b) => compareNames(names[a] ?? '', names[b] ?? ''));
    const ordered = Buffer.from(new ArrayBuffer(whole.length));
    let end = 0;
    for (const [place, index] of order.entries()) {
      if (place > 0 && names[index] === names[order[place - 1] ?? -1]) return undefined;
      end += whole.copy(ordered, end, this.starts[index], this.starts[index + 1] ?? whole.length);
    }
    return [new Uint8Array(ordered.buffer, 0, Math.max(0, end - 1))];
  }

  private withoutLastComma(): Uint8Array<ArrayBuffer>[] {
    return this.chunks.map((chunk, index) => (index < this.chunks.length - 1 ? chunk : chunk.subarray(0, -1)));
  }

  /** Each piece has bytes of its own, which can change hands. */
  private startChunk(length: number): void {
    this.closeChunk();
    this.chunk = Buffer.from(new ArrayBuffer(Math.max(CHUNK_BYTES, length * MOST_BYTES)));
  }

  private closeChunk(): void {
    if (this.used > 0) this.chunks.push(new Uint8Array(this.chunk.buffer, 0, this.used));
    this.before += this.used;
    this.used = 0;
    this.chunk = Buffer.alloc(0);
  }
}
