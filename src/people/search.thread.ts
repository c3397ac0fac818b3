import { parentPort, workerData } from 'node:worker_threads';
import { PeopleIndexes } from './people-indexes.js';
import type { SearchRequest } from './search-protocol.js';

/** Runs in a thread of its own: one question after another, each answered under its number. */
const { maxBytes } = workerData as { maxBytes: number };
const indexes = new PeopleIndexes(maxBytes);

parentPort?.on('message', ({ id, request }: { id: number; request: SearchRequest }) => {
  try {
    parentPort?.postMessage({ id, answer: indexes.answer(request) });
  } catch (error) {
    // The name alone: a message could hold a piece of a résumé.
    parentPort?.postMessage({ id, failure: error instanceof Error ? error.name : 'failure' });
  }
});
