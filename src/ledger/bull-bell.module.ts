import { BullModule, getQueueToken } from '@nestjs/bull';
import { Module, type DynamicModule } from '@nestjs/common';
import type { Queue } from 'bull';
import { Bell } from './bell.js';
import { BullBell } from './bull-bell.js';

const QUEUE = 'patchbay';

@Module({})
class BullBellModule {}

export function bullBellModule(redisUrl: string): DynamicModule {
  return {
    module: BullBellModule, global: true, exports: [Bell],
    imports: [BullModule.forRoot({ url: redisUrl, redis: { maxRetriesPerRequest: null } }), BullModule.registerQueue({ name: QUEUE })],
    providers: [{ provide: Bell, inject: [getQueueToken(QUEUE)], useFactory: (queue: Queue) => new BullBell(queue) }],
  };
}
