import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { PatchbayError } from '../sdk/errors.js';
import type { RequestOf, SearchAnswers, SearchKind } from './search-protocol.js';

interface Waiting { readonly resolve: (answer: never) => void; readonly reject: (error: Error) => void }
interface Answer { readonly id: number; readonly answer?: unknown; readonly failure?: string }

/** The built file: a thread cannot run the sources. */
function threadFile(): URL {
  const here = fileURLToPath(import.meta.url);
  return here.endsWith('.ts') ? new URL(import.meta.url.replace(/\/src\/people\/search-thread\.ts$/, '/dist/src/people/search.thread.js'))
    : new URL('./search.thread.js', import.meta.url);
}

/** The search thread could not answer; its indexes are gone and are built again at the next question. */
export class SearchThreadLost extends PatchbayError {
  constructor(cause: string) {
    super('search-thread-lost', 'ours', `The search thread stopped (${cause}).`, { retryable: true });
  }
}

/**
 * The thread that holds the indexes of this process, so that a search never keeps the process from its other work.
 * Started at first use, again after it died.
 */
export class SearchThread {
  private worker: Worker | null = null;
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 0;

  constructor(private readonly limits: { readonly maxBytes: number; readonly maxHeapMb: number }) {}

  ask<K extends SearchKind>(request: RequestOf<K>): Promise<SearchAnswers[K]> {
    const worker = this.running();
    this.nextId += 1;
    const id = this.nextId;
    return new Promise<SearchAnswers[K]>((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve, reject });
      worker.postMessage({ id, request });
    });
  }

  async stop(): Promise<void> {
    const { worker } = this;
    this.worker = null;
    await worker?.terminate();
  }

  private running(): Worker {
    if (this.worker) return this.worker;
    const worker = new Worker(threadFile(), {
      workerData: { maxBytes: this.limits.maxBytes }, execArgv: [], env: {}, resourceLimits: { maxOldGenerationSizeMb: this.limits.maxHeapMb },
    });
    worker.unref();
    worker.on('message', (answer: Answer) => this.settle(answer));
    worker.once('error', (error: Error) => this.lost(worker, error.name));
    worker.once('exit', () => this.lost(worker, 'exit'));
    this.worker = worker;
    return worker;
  }

  private settle({ id, answer, failure }: Answer): void {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (failure === undefined) waiting?.resolve(answer as never);
    else waiting?.reject(new SearchThreadLost(failure));
  }

  private lost(worker: Worker, cause: string): void {
    if (this.worker === worker) this.worker = null;
    for (const waiting of this.waiting.values()) waiting.reject(new SearchThreadLost(cause));
    this.waiting.clear();
  }
}
