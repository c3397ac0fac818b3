import { Module, type DynamicModule } from '@nestjs/common';
import { Bell } from './bell.js';
import { NotifyBell } from './notify-bell.js';

/** The bell with one of its two bodies: Bull where there is a Redis, PostgreSQL's NOTIFY otherwise (decisions D17). */
@Module({})
export class BellModule {
  /** Bull and its Redis client are a hundred files: loaded only where there is a Redis. */
  static async forRoot(options: { readonly redisUrl: string | null; readonly databaseUrl: string }): Promise<DynamicModule> {
    const { redisUrl, databaseUrl } = options;
    if (redisUrl !== null) return (await import('./bull-bell.module.js')).bullBellModule(redisUrl);
    return { module: BellModule, global: true, providers: [{ provide: Bell, useFactory: () => new NotifyBell(databaseUrl) }], exports: [Bell] };
  }
}
