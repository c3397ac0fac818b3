import { BullModule, getQueueToken } from '@nestjs/bull';
import { Module, type DynamicModule } from '@nestjs/common';
import type { Queue } from 'bull';
import { Bell } from './bell.js';
import { BullBell } from './bull-bell.js';
import { NotifyBell } from './notify-bell.js';

const QUEUE = 'patchbay';

/** The bell with one of its two bodies: Bull where there is a Redis, PostgreSQL's NOTIFY otherwise (decisions D17). */
@Module({})
export class BellModule {
  static forRoot(options: { readonly redisUrl: string | null; readonly databaseUrl: string }): DynamicModule {
    const { redisUrl, databaseUrl } = options;
    if (redisUrl === null) {
      return { module: BellModule, global: true, providers: [{ provide: Bell, useFactory: () => new NotifyBell(databaseUrl) }], exports: [Bell] };
    }
    return {
      module: BellModule, global: true, exports: [Bell],
      imports: [BullModule.forRoot({ url: redisUrl, redis: { maxRetriesPerRequest: null } }), BullModule.registerQueue({ name: QUEUE })],
      providers: [{ provide: Bell, inject: [getQueueToken(QUEUE)], useFactory: (queue: Queue) => new BullBell(queue) }],
    };
  }
}
