import { pino, type DestinationStream, type Level, type Logger } from 'pino';
import type { Log } from '../../sdk/context.js';
import { errorFacts } from './error-facts.js';
import { allowedFields, scrubText, type LogFields } from './log-fields.js';
import { currentRequestId } from './request-context.js';

/** The root logger: one JSON object a line, so no value can begin a line of its own. */
export function createPino(level: string, destination?: DestinationStream): Logger {
  return pino({
    level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    mixin: () => {
      const requestId = currentRequestId();
      return requestId ? { requestId } : {};
    },
  }, destination ?? pino.destination({ fd: 1, sync: true }));
}

/** Events with ids and numbers. Bodies, texts and errors' own words do not get through (see `allowedFields`). */
export class StructuredLog implements Log {
  constructor(private readonly root: Logger, private readonly bound: LogFields = {}) {}

  /** A log whose every line carries these fields too. */
  with(fields: Readonly<Record<string, unknown>>): StructuredLog {
    return new StructuredLog(this.root, { ...this.bound, ...allowedFields(fields) });
  }

  debug(event: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.write('debug', event, fields);
  }

  info(event: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.write('info', event, fields);
  }

  warn(event: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.write('warn', event, fields);
  }

  error(event: string, error: unknown, fields: Readonly<Record<string, unknown>> = {}): void {
    this.root.error({ event: scrubText(event), ...this.bound, ...allowedFields(fields), error: errorFacts(error) });
  }

  private write(level: Level, event: string, fields: Readonly<Record<string, unknown>>): void {
    this.root[level]({ event: scrubText(event), ...this.bound, ...allowedFields(fields) });
  }
}
