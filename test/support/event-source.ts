/** One line of an analysis's feed. */
export interface FeedEvent {
  readonly id: number;
  readonly event: string;
  readonly data: { readonly why: string; readonly candidate?: { readonly id: string; readonly score: number | null } | null };
}

/** An event source that can be cut off anywhere and goes on where it was. */
export class EventSource {
  readonly events: FeedEvent[] = [];
  private cut = new AbortController();
  private reading: Promise<void> = Promise.resolve();

  constructor(private readonly url: () => string, private readonly key: string) {}

  open(): void {
    this.cut = new AbortController();
    this.reading = this.read(this.cut.signal).catch(() => undefined);
  }

  async close(): Promise<void> {
    this.cut.abort();
    await this.reading;
  }

  results(): FeedEvent[] {
    return this.events.filter((one) => one.event === 'result');
  }

  private async read(signal: AbortSignal): Promise<void> {
    const last = this.events.at(-1)?.id;
    const response = await fetch(this.url(), { signal, headers: { authorization: `Bearer ${this.key}`, ...(last !== undefined && { 'last-event-id': String(last) }) } });
    const type = response.headers.get('content-type') ?? '';
    if (!type.includes('text/event-stream')) throw new Error(`No event stream, but ${response.status} ${type}.`);
    const decoder = new TextDecoder();
    let rest = '';
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      const blocks = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) this.take(block);
    }
  }

  private take(block: string): void {
    const fields = new Map(block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]));
    const id = fields.get('id');
    if (id !== undefined) this.events.push({ id: Number(id), event: fields.get('event') ?? '', data: JSON.parse(fields.get('data') ?? '{}') as FeedEvent['data'] });
  }
}
