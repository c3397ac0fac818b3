import type { LoggerService } from '@nestjs/common';
import type { Level, Logger } from 'pino';
import { errorFacts, framesOf } from './error-facts.js';
import { allowedFields, scrubText } from './log-fields.js';

/**
 * Nest's logger over pino: `app.useLogger(new NestLog(pino))`. Objects are events with allowed fields,
 * errors become their facts, text is scrubbed. Code of ours logs `{ event, ...ids }` through `new Logger(part)`.
 */
export class NestLog implements LoggerService {
  constructor(private readonly root: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.write('info', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  private write(level: Level, message: unknown, rest: readonly unknown[]): void {
    const texts = rest.filter((value): value is string => typeof value === 'string');
    const part = texts.filter((text) => !text.includes('\n    at ')).at(-1);
    const stack = texts.find((text) => text.includes('\n    at '));
    const error = [message, ...rest].find((value) => value instanceof Error);
    this.root[level]({
      ...(part !== undefined && { part: scrubText(part) }),
      ...(typeof message === 'string' && { msg: scrubText(message) }),
      ...(isEvent(message) && eventOf(message)),
      ...(error !== undefined && { error: errorFacts(error) }),
      ...(stack !== undefined && { stack: framesOf(stack) }),
    });
  }
}

function isEvent(message: unknown): message is Readonly<Record<string, unknown>> {
  return typeof message === 'object' && message !== null && !(message instanceof Error);
}

function eventOf({ error, ...fields }: Readonly<Record<string, unknown>>) {
  return { ...allowedFields(fields), ...(error !== undefined && { error: errorFacts(error) }) };
}
