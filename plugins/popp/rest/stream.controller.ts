import { Get, Header, Headers, Inject, StreamableFile, type OnModuleDestroy } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { Readable } from 'node:stream';
import { Caller, CallerError, IdParam, Needs, PluginController, type Principal, USE_CASES, type UseCases } from 'patchbay/sdk';
import { KEY, type UseCase } from '../popp.context.js';
import type { PoppSettings } from '../popp.settings.js';
import { liveFeed } from './live-feed.js';
import { visibleAnalysis } from './visible-postings.js';

const NUMBER = /^\d{1,9}$/;

@PluginController(KEY, 'analyses')
export class StreamController implements OnModuleDestroy {
  private readonly closing = new AbortController();

  constructor(@Inject(USE_CASES) private readonly useCases: UseCases) {}

  /** Open streams end, so that the hub can stop. */
  onModuleDestroy(): void {
    this.closing.abort();
  }

  @Get(':id/events')
  @Needs('see')
  @Header('cache-control', 'no-store')
  @Header('x-accel-buffering', 'no')
  @ApiOperation({
    operationId: 'streamPoppAnalysis',
    summary: 'The dashboard as it fills: server-sent events `result`, `candidate` and `analysis`, each once and in order. Ends after about five minutes; go on with `Last-Event-ID`.',
  })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'Number of the last event that was received; absent or 0: from the beginning.', schema: { type: 'string', pattern: '^\\d{1,9}$' } })
  @ApiOkResponse({ description: 'A stream that stays open.', content: { 'text/event-stream': { schema: { type: 'string' } } } })
  async events(@Caller() caller: Principal, @IdParam('id') id: string, @Headers('last-event-id') lastEventId?: string): Promise<StreamableFile> {
    const after = lastEventId === undefined || lastEventId === '' ? '0' : lastEventId;
    if (!NUMBER.test(after)) throw new CallerError('invalid-input', 'Last-Event-ID is the number of an event.', { status: 400, fields: [{ field: 'Last-Event-ID', message: 'must be a number' }] });
    const run = <T>(work: (ctx: UseCase) => Promise<T>): Promise<T> => this.useCases.run<PoppSettings, T>(KEY, caller, work);
    await run((ctx) => visibleAnalysis(ctx, id));
    const lines = Readable.from(liveFeed(run, id, Number(after), this.closing.signal), { objectMode: false });
    return new StreamableFile(lines, { type: 'text/event-stream' });
  }
}
