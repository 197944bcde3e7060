// Reads an answer's body into a buffer of ours. Where the browser reads straight into it, nothing
// is left for the garbage collector: a quarter of the memory at a higher speed.

export class BodyReader {
  readonly #direct: ReadableStreamBYOBReader | null;
  readonly #plain: ReadableStreamDefaultReader<Uint8Array> | null;
  /** Read already, not asked for yet. */
  #rest: Uint8Array = new Uint8Array();

  constructor(body: ReadableStream<Uint8Array<ArrayBuffer>>) {
    let direct: ReadableStreamBYOBReader | null = null;
    try {
      direct = body.getReader({ mode: 'byob' });
    } catch {
      // Not every browser gives bodies as byte streams; the plain reader copies.
    }
    this.#direct = direct;
    this.#plain = direct ? null : body.getReader();
  }

  /**
   * Reads what has come, at most to the end of `room`, which the stream takes away: the part read
   * is what it gives back, in the same memory. An empty part is the end of the body.
   */
  async read(room: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
    if (this.#direct) {
      const { value } = await this.#direct.read(room);
      if (!value) throw new TypeError('The body was broken off.');
      return value;
    }
    if (this.#rest.length === 0) this.#rest = (await this.#plain?.read())?.value ?? this.#rest;
    const part = this.#rest.subarray(0, room.length);
    this.#rest = this.#rest.subarray(part.length);
    room.set(part);
    return room.subarray(0, part.length);
  }

  /** Lets go of the line. */
  async cancel(): Promise<void> {
    await (this.#direct ?? this.#plain)?.cancel().catch(() => undefined);
  }
}
